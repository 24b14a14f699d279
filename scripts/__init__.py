"""The verbs of `./langroute`: one thin module each."""
