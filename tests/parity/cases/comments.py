# only

    # comments
