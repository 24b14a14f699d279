"""What happened to each event: records for the evidence, metrics for the alarms, guards."""
