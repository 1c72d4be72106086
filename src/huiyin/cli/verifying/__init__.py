"""`huiyin ledger verify --deep`: everything verified, by several processes, resumed after a kill."""
