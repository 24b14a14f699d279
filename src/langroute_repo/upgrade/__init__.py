"""How a newer version of the tool takes the place of the one a company has."""
