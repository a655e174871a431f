//! What the provider says about somebody, after it was believed.

use serde_json::Value;

/// Longer than any name or address.
const LONGEST: usize = 256;

/// How the home knows somebody, as this claim says it. An e-mail address counts when the provider has verified it: otherwise
/// somebody could write down another's.
pub fn known_as(claims: &Value, claim: &str) -> Option<String> {
    if claim == "email" && claims.get("email_verified") != Some(&Value::Bool(true)) {
        return None;
    }
    let text = match claims.get(claim)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty() && text.len() <= LONGEST).then_some(text)
}

/// Whether a second factor was used there: one of these words stands among the methods, or is the class.
pub fn had_second(claims: &Value, words: &[String]) -> bool {
    let is_one = |value: &Value| value.as_str().is_some_and(|said| words.iter().any(|word| word == said));
    let methods = claims.get("amr").and_then(Value::as_array);
    methods.is_some_and(|methods| methods.iter().any(is_one)) || claims.get("acr").is_some_and(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_counts_when_it_was_verified_and_a_number_as_it_is_written() {
        let of = |claims: Value, claim| known_as(&claims, claim);
        let address = "marieke@home.example";
        assert_eq!(of(json!({ "email": address, "email_verified": true }), "email").as_deref(), Some(address));
        for verified in [json!(false), json!("true"), json!(null), json!(1)] {
            assert_eq!(of(json!({ "email": address, "email_verified": verified }), "email"), None);
        }
        assert_eq!(of(json!({ "email": address }), "email"), None);
        assert_eq!(of(json!({ "number": 4711 }), "number").as_deref(), Some("4711"));
        assert_eq!(of(json!({ "number": " 0815 " }), "number").as_deref(), Some("0815"));
        for nothing in [json!(""), json!(" "), json!(["a"]), json!({ "a": "b" }), json!(true), json!("a".repeat(257))] {
            assert_eq!(of(json!({ "number": nothing }), "number"), None);
        }
    }

    #[test]
    fn a_second_factor_is_one_that_the_home_counts_as_one() {
        let words = ["mfa", "otp"].map(str::to_owned);
        let had = |claims: Value| had_second(&claims, &words);
        assert!(
            had(json!({ "amr": ["pwd", "mfa"] })) && had(json!({ "amr": ["otp"] })) && had(json!({ "acr": "mfa" }))
        );
        for without in [json!({}), json!({ "amr": ["pwd"] }), json!({ "amr": "mfa" }), json!({ "amr": [["mfa"]] })] {
            assert!(!had(without.clone()), "{without}");
        }
        assert!(!had_second(&json!({ "acr": "", "amr": [""] }), &[]));
    }
}
