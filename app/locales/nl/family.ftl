# family
