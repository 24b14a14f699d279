"""Whose a file of the checkout is: the tool's, which `upgrade` renews, or the company's."""
