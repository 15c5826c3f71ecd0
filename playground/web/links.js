// Telegram's own links, and where they lead in the playground.

const TELEGRAM = /^(?:(?:https?:\/\/)?t\.me\/|tg:\/\/resolve\?domain=)([^?&#\s]+)(?:[?&](\S*))?$/i;

/**
 * Where a link leads: `{ payload }` to this bot's private chat, `{ group }` to adding it to a group (the payload),
 * `{ invite }` into a group, `{ chat, message }` to a message; `null` for any other link.
 */
export function leads(address, botName) {
  const [, place, query] = TELEGRAM.exec(address ?? "") ?? [];
  if (!place) return null;
  if (/^\+[\w-]+$/.test(place)) return { invite: `https://t.me/${place}` };
  const [, group, message] = /^c\/(\d+)(?:\/\d+)?\/(\d+)$/.exec(place) ?? [];
  if (message) return { chat: Number(`-100${group}`), message: Number(message) };
  if (place.toLowerCase() !== botName.toLowerCase()) return null;
  const given = new URLSearchParams(query);
  return given.has("startgroup") ? { group: given.get("startgroup") } : { payload: given.get("start") ?? "" };
}
