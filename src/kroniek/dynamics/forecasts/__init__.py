"""Forecasts of counts by unit and period, as draws. One model a file; each is a function of a panel and an origin.

    conflictology   the last twelve periods as twelve draws: the rule to beat
    weighted        the same with weights that fade, and with noise
    negbin          a negative binomial with faded mean and shrunk dispersion
    analogue        what came after similar pasts, of any unit
    hawkes_counts   a self-exciting process in equal periods, run forward
    combine         the models pooled, by their past scores
    learn           the pool's options and shares, found on rolling origins
    pictures        were the ranges and the warnings right?
"""
