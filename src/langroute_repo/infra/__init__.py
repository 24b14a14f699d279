"""Builds in AWS what an environment needs: AppConfig, alarms, roles and the validator.

``template`` makes it as plain data from the reviewed files, ``difference`` says how it differs
from what is deployed, ``cloudformation`` is the one door to AWS, and ``deploy`` acts.
"""
