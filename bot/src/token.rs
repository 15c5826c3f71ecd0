//! A bot's token: the one secret that lets a process speak as the bot. It never reaches a log or an error.

/// A token as @BotFather gives it, `123456:ABC-DEF…`. `Debug` shows the bot's public id only.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Reads a token; `None` if it has not the form of one.
    pub fn parse(text: &str) -> Option<Token> {
        let (id, secret) = text.trim().split_once(':')?;
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let good = id.parse::<i64>().is_ok_and(|id| id > 0) && secret.len() >= 8 && secret.chars().all(fits);
        good.then(|| Token(text.trim().to_owned()))
    }

    /// The bot's Telegram id, which is public.
    pub fn bot_id(&self) -> i64 {
        self.0.split_once(':').and_then(|(id, _)| id.parse().ok()).unwrap_or(0)
    }

    /// The whole token, for the client that needs it and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `text` without this token: errors of an HTTP client like to quote the address.
    pub fn hide_in(&self, text: &str) -> String {
        text.replace(&self.0, "<token>")
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({}:…)", self.bot_id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_a_form_and_is_not_shown() {
        let token = Token::parse(" 123456:ABC-DEF_ghi789\n").unwrap();
        assert_eq!(token.bot_id(), 123456);
        assert_eq!(format!("{token:?}"), "Token(123456:…)");
        assert_eq!(token.hide_in("http://x/bot123456:ABC-DEF_ghi789/getMe"), "http://x/bot<token>/getMe");
        for wrong in ["", "123456", "x:ABCDEFGH", "1:short", "1:ABC DEFGH", "-1:ABCDEFGH"] {
            assert!(Token::parse(wrong).is_none(), "{wrong}");
        }
    }
}
