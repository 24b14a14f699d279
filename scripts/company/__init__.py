"""How `init` asks a company what it is, and says what comes next."""
