//! What a terminal would act on, made visible: a line of a log holds what anyone sent.

/// Writes a text, with escapes for the characters that move a terminal's cursor or turn the direction
/// of its text.
pub fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if turns || character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        let mut out = String::new();
        escape("a\n\u{9b}31m\u{202e}b\u{2066}\u{e9}", &mut out);
        assert_eq!(out, "a\\n\\u{9b}31m\\u{202e}b\\u{2066}\u{e9}");
    }
}
