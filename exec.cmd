@rem "exec node ..." in package.json lets signals reach the app past npm's shell; here it gives Windows that word.
@%*
