"""How long a case waits for what has to come. What takes longer on a busy machine is no failure; what never comes is one."""

SECONDS = 60
