"""Files of many lots decided part by part: nothing dropped, nothing decided twice after a kill."""
