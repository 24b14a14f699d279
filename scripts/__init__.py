"""The verbs of `./langroute`: one thin module each, and a folder for each thing they share."""

from pathlib import Path

# The checkout that the code belongs to, whatever tree --root names.
PROJECT = Path(__file__).resolve().parent.parent
