"""What the guided tour is made of, on an AWS inside this machine."""
