"""The demonstration: log-ins to try everything out with, and a lived-in, fictitious platform.

Each wing tells its chapters; `fill` tells them in the order of time. All of it is made by the services.
"""
