#include <algorithm>
#include <charconv>

#include <gamewire/asf/find_route.hpp>
#include <gamewire/asf/requests.hpp>
#include <gamewire/http1/characters.hpp>

namespace gamewire::inline v0::asf {
namespace {

void put_channel(json::writer& out, std::optional<update_channel> channel) noexcept {
  out.member("Channel");
  if (channel)
    out.number(static_cast<unsigned>(*channel));
  else
    out.null();
}

template <class Range, class Put>
void put_list(json::writer& out, const Range& values, Put put) noexcept {
  out.begin_array();
  for (const auto& one : values) put(one);
  out.end_array();
}

void put_texts(json::writer& out, std::span<const std::string_view> texts) noexcept {
  put_list(out, texts, [&out](std::string_view one) { out.text(one); });
}

void put_ids(json::writer& out, std::string_view name, std::span<const std::uint32_t> ids) noexcept {
  if (ids.empty()) return;
  out.member(name);
  put_list(out, ids, [&out](std::uint32_t one) { out.number(one); });
}

/// {"name": a JSON object of the caller's}
void put_config(composer& to, std::string_view name, std::string_view config) noexcept {
  json::writer& out = to.body();
  out.begin_object();
  out.member(name);
  to.put_json(config, json::kind::object);
  out.end_object();
}

}  // namespace

void configure_asf::write(composer& to) const noexcept { put_config(to, "GlobalConfig", config); }

void encrypt::write(composer& to) const noexcept {
  if (text.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("CryptoMethod").number(static_cast<unsigned>(method));
  out.member("StringToEncrypt").text(text);
  out.end_object();
}

void hash::write(composer& to) const noexcept {
  if (text.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("HashingMethod").number(static_cast<unsigned>(method));
  out.member("StringToHash").text(text);
  out.end_object();
}

void update::write(composer& to) const noexcept {
  json::writer& out = to.body();
  out.begin_object();
  put_channel(out, channel);
  out.member("Forced").boolean(forced);
  out.end_object();
}

void configure_bots::write(composer& to) const noexcept {
  to.segment(bots);
  put_config(to, "BotConfig", config);
}

void pause::write(composer& to) const noexcept {
  to.segment(bots);
  json::writer& out = to.body();
  out.begin_object();
  out.member("Permanent").boolean(permanent);
  out.member("ResumeInSeconds").number(resume_in.count());
  out.end_object();
}

void redeem::write(composer& to) const noexcept {
  to.segment(bots);
  if (keys.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("KeysToRedeem");
  put_texts(out, keys);
  out.end_object();
}

void redeem_points::write(composer& to) const noexcept {
  to.segment(bots);
  to.segment(definition);
  if (definition == 0) to.refuse();
  if (forced) to.query("forced", "true");
}

template <route R>
void license_request<R>::write(composer& to) const noexcept {
  to.segment(bots);
  if (apps.empty() && packages.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  put_ids(out, "Apps", apps);
  put_ids(out, "Packages", packages);
  out.end_object();
}
template struct license_request<route::add_license>;
template struct license_request<route::remove_license>;

void get_inventory::write(composer& to) const noexcept {
  to.segment(bots);
  to.segment(app);
  to.segment(context);
  if (!language.empty()) to.query("language", language);
}

void add_background_keys::write(composer& to) const noexcept {
  to.segment(bots);
  if (keys.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("GamesToRedeemInBackground").begin_object();
  for (const background_key& one : keys) out.member(one.key).text(one.name);
  out.end_object();
  out.end_object();
}

void give_input::write(composer& to) const noexcept {
  to.segment(bots);
  if (type == input_type::none || value.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("Type").number(static_cast<unsigned>(type));
  out.member("Value").text(value);
  out.end_object();
}

void rename::write(composer& to) const noexcept {
  to.segment(bot);
  if (new_name.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("NewName").text(new_name);
  out.end_object();
}

void handle_confirmations::write(composer& to) const noexcept {
  to.segment(bots);
  if (creators && (creators->empty() || std::ranges::count(*creators, 0U) != 0)) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("Accept").boolean(accept);
  if (type) out.member("AcceptedType").number(static_cast<unsigned>(*type));
  if (creators) {
    out.member("s_AcceptedCreatorIDs");
    put_list(out, *creators, [&out](std::uint64_t one) { out.digits(one); });
  }
  out.member("WaitIfNeeded").boolean(wait_if_needed);
  out.end_object();
}

std::expected<std::span<const std::uint64_t>, std::error_code> parse_creators(
    std::span<const std::string_view> ids, std::span<std::uint64_t> room) noexcept {
  if (ids.empty()) return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  if (ids.size() > room.size()) return std::unexpected(make_error_code(gamewire::errc::no_room));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const char* const end = ids[i].data() + ids[i].size();
    const auto read = std::from_chars(ids[i].data(), end, room[i]);
    if (read.ec != std::errc{} || read.ptr != end || room[i] == 0)
      return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  }
  return room.first(ids.size());
}

void import_authenticator::write(composer& to) const noexcept {
  to.segment(bots);
  if (identity_secret.empty() || shared_secret.empty()) to.refuse();
  json::writer& out = to.body();
  out.begin_object();
  out.member("identity_secret").text(identity_secret);
  out.member("shared_secret").text(shared_secret);
  out.end_object();
}

void command::write(composer& to) const noexcept {
  if (text.empty()) to.refuse();
  if (to.speaks() == dialect::ipc) {
    to.reroute("GET", "/IPC");
    return to.query("command", text);
  }
  if (to.speaks() == dialect::path_command) {
    to.reroute("POST", "/Api/Command/{command}");
    return to.segment(text);
  }
  json::writer& out = to.body();
  out.begin_object();
  out.member("Command").text(text);
  out.end_object();
}

void get_log::write(composer& to) const noexcept {
  if (count <= 0 || last_at < 0) to.refuse();
  to.query("count", count);
  to.query("lastAt", last_at);
}

void set_storage::write(composer& to) const noexcept {
  to.segment(name);
  to.put_json(value, json::kind::absent);
}

void get_plugins::write(composer& to) const noexcept {
  if (!official) to.query("official", "false");
  if (!custom) to.query("custom", "false");
}

void update_plugins::write(composer& to) const noexcept {
  json::writer& out = to.body();
  out.begin_object();
  put_channel(out, channel);
  out.member("Forced").boolean(forced);
  if (plugins) {
    out.member("Plugins");
    put_texts(out, *plugins);
  }
  out.end_object();
}

void get_wiki_page::write(composer& to) const noexcept {
  to.segment(name);
  if (!revision.empty()) to.query("revision", revision);
}

route call::meant() const noexcept { return find_route(method, target); }

void call::write(composer& to) const noexcept {
  using namespace http1;
  const bool sendable =
      all_are(token_character, method) && !method.empty() && target.starts_with('/') &&
      std::ranges::all_of(target, [](char c) { return is(target_character, c) || c == '?'; });
  if (!sendable) to.refuse();
  to.reroute(method, target);
  if (!json.empty()) to.put_json(json, json::kind::absent);
}

}  // namespace gamewire::inline v0::asf
