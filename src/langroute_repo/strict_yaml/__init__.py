"""The one strict reader of YAML: data, or faults at their places, for any bytes."""
