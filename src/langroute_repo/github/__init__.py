"""What a pull request sees of a change: the REST API of GitHub, and the comment that is kept there.

``client`` is the one door to GitHub; everything else here makes text of data.
"""
