"""Where pickles of arrays look for what makes them anew."""
