"""A lake: records of many files as Parquet tables, built on one machine or many.

``schema`` and ``rows`` say what stands in the tables; ``staging`` (a task per input
file), ``reducing`` and ``tying`` (a task per bucket) make them; ``build`` leads;
``engine`` runs the tasks; ``reading`` goes by the manifest. All of it needs the extra
``lake``, and is imported by those alone who use it.
"""
