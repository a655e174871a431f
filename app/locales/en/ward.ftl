# ward
