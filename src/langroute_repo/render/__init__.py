"""How things are told: words, tables, histograms, pages and pictures."""
