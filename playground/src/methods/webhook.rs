//! Setting a webhook, taking it away, and what is known of it.
use crate::{clock, error::ApiError, params::Params, webhook::Webhook, world::World};
use serde_json::Value;

/// The ports Telegram posts to outside this machine.
const PORTS: [u16; 4] = [80, 88, 443, 8443];

/// `setWebhook`; without an address it is `deleteWebhook`.
pub fn set(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let address = params.text("url").unwrap_or_default().trim().to_owned();
    if address.is_empty() {
        return Ok(delete(world, params));
    }
    world.windows.admit_webhook(clock::wire_ms()).map_err(ApiError::too_many)?;
    let address = if address.contains("://") { address } else { format!("https://{address}") };
    let ip = check(&address)?;
    let secret = params.text("secret_token").unwrap_or_default().to_owned();
    if secret.len() > 256 {
        return Err(ApiError::bad("secret token is too long"));
    }
    if !secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
        return Err(ApiError::bad("secret token contains unallowed characters"));
    }
    let connections =
        usize::try_from(params.int("max_connections").unwrap_or(40).clamp(1, 100)).unwrap_or(40);
    world.updates.allow(params.get("allowed_updates"));
    let certificate = params.get("certificate").is_some();
    let drop = params.flag("drop_pending_updates");
    let same = world.webhook.as_ref().is_some_and(|hook| {
        (hook.url.as_str(), hook.secret.as_str(), hook.connections)
            == (address.as_str(), secret.as_str(), connections)
            && !hook.certificate
    });
    if same && !certificate && !drop {
        world.remark = Some("Webhook is already set");
        return Ok(Value::Bool(true));
    }
    if drop {
        world.updates.drop_all();
    }
    world.updates.recall();
    let generation = world.scatter();
    world.webhook =
        Some(Webhook { url: address, secret, connections, certificate, ip, error: None, generation });
    world.remark = Some("Webhook was set");
    Ok(Value::Bool(true))
}

/// Telegram's refusal of an address, or its IP address where it is one. On this machine any port will do and no TLS is
/// asked for, as with a local Bot API server.
fn check(address: &str) -> Result<Option<String>, ApiError> {
    let url = reqwest::Url::parse(address).map_err(|_| ApiError::bad("invalid webhook URL specified"))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    if !matches!(url.scheme(), "http" | "https") || host.is_empty() {
        return Err(ApiError::bad("invalid webhook URL specified"));
    }
    let ip = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().ok();
    if host == "localhost" || ip.is_some_and(|ip| ip.is_loopback()) {
        return Ok(Some(ip.map_or_else(|| "127.0.0.1".to_owned(), |ip| ip.to_string())));
    }
    if url.scheme() == "http" {
        return Err(ApiError::bad("bad webhook: An HTTPS URL must be provided for webhook"));
    }
    if !PORTS.contains(&url.port_or_known_default().unwrap_or(443)) {
        let text = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
        return Err(ApiError::bad(text));
    }
    if !host.contains('.') {
        return Err(ApiError::bad("bad webhook: Failed to resolve host: Name or service not known"));
    }
    Ok(ip.map(|ip| ip.to_string()))
}

/// `deleteWebhook`.
pub fn delete(world: &mut World, params: &Params) -> Value {
    if params.flag("drop_pending_updates") {
        world.updates.drop_all();
    }
    world.updates.recall();
    let was = world.webhook.take().is_some();
    world.remark = Some(if was { "Webhook was deleted" } else { "Webhook is already deleted" });
    Value::Bool(true)
}

/// `getWebhookInfo`.
pub fn info(world: &mut World) -> Value {
    world.updates.expire(clock::wire_ms());
    world.webhook_info()
}
