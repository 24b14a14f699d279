"""Brings compiled documents to AWS AppConfig and says what is live there; for the verbs.

``client`` is the one door to AWS, ``live`` looks, ``deploy`` acts.
"""
