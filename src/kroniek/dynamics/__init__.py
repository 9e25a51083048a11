"""The confrontation as a system that runs: who answers whom, how fast and how hard, and what is to be expected.

    acts        the one table of dated acts, and what reads UCDP GED, ACLED, our own export, any CSV or Parquet
    series      counts and deaths per directed dyad, place and period
    baseline    how the level drifts: the slow baseline that everything else is measured against
    answers     does A answer B, beyond chance?
    hawkes      is the exchange dying out or feeding itself?
    index       how does today compare with this dyad's own past? Alerts by a stated rule
    forecasts   what is to be expected: baselines, count models and their combination, as draws
    scores, backtest, warning    how good were such forecasts?
    simulate    run the fitted model forward, or with one act removed

Nothing heavy is imported here: each command imports what it needs.
"""
