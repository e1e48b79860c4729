#include "serve/sample_server.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/core.h>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/master/filter.hpp>
#include <gamewire/system.hpp>

#include "output/output.hpp"

namespace gamewire::cli {
namespace {

constexpr std::uint32_t app_id = 480;                  // Spacewar, which Valve gives away as an example
constexpr std::uint64_t steam_id = 90071992547409920;  // of an anonymous game server: more than 2^53
constexpr std::size_t largest_info = 1024;
constexpr std::uint32_t crowd_queue = 16;  // answers: each of many servers sends at once

constexpr std::array names{"Ada",     "Zoë",        "xX_Sniper_Xx", "Łukasz", "[GW] Grace", "Дмитрий",
                           "さくら",  "Señor Boom", "player",       "Nils",   "한별",       "Amélie",
                           "the_cat", "Ömer",       "Linus",        "阿明",   "Barbara",    "☕ break"};

constexpr std::array maps{"playground", "old_harbour", "two_towers", "snowfield", "the_mill"};

constexpr std::array<std::pair<const char*, const char*>, 24> cvars{{
    {"decalfrequency", "10"},
    {"mp_autoteambalance", "1"},
    {"mp_buytime", "1.5"},
    {"mp_c4timer", "45"},
    {"mp_flashlight", "1"},
    {"mp_footsteps", "1"},
    {"mp_forcecamera", "0"},
    {"mp_freezetime", "6"},
    {"mp_friendlyfire", "0"},
    {"mp_limitteams", "2"},
    {"mp_maxrounds", "0"},
    {"mp_roundtime", "5"},
    {"mp_startmoney", "800"},
    {"mp_timelimit", "30"},
    {"mp_winlimit", "0"},
    {"sv_airaccelerate", "10"},
    {"sv_alltalk", "0"},
    {"sv_cheats", "0"},
    {"sv_contact", "☕ nobody@example.net"},
    {"sv_gravity", "800"},
    {"sv_maxspeed", "320"},
    {"sv_password", "0"},
    {"sv_region", "255"},
    {"sv_tags", "gamewire,sample"},
}};

/// A source of made-up things of its own for each reply, so that more players do not change the rules.
split_mix source(std::uint64_t seed, std::uint64_t which) { return split_mix(mix64(seed) + which); }

std::string server_name(const serve_arguments& arguments, std::uint32_t number) {
  const std::string name = "gamewire sample server ☕";
  return arguments.servers == 1 ? name : fmt::format("{} #{}", name, number);
}

void publish(a2s::responder& to, std::expected<bytes, std::error_code> message, std::string_view what) {
  const std::error_code failed = message ? to.publish(*message) : message.error();
  if (failed)
    throw command_error(usage_fault(fmt::format("these {} cannot be served: {}", what, failed.message())));
}

const char* sample_map(const serve_arguments& arguments) {
  return maps[source(arguments.seed, 0).below(maps.size())];
}

void publish_info(a2s::responder& to, const serve_arguments& arguments, const std::string& name,
                  const endpoint& local) {
  split_mix random = source(arguments.seed, 0);
  const endpoint_text address(local);
  a2s::info_view info;
  info.name = name;
  info.map = maps[random.below(maps.size())];
  info.folder = "playground";
  info.game = "Playground";
  info.players = static_cast<std::uint8_t>(arguments.players);
  info.max_players = static_cast<std::uint8_t>(std::max(arguments.players, 32U));
  info.bots = static_cast<std::uint8_t>(arguments.players / 4);
  info.server_type_byte = 'd';
  info.environment_byte = 'l';
  info.vac = true;
  if (arguments.engine == "goldsource") {
    info.engine = a2s::engine::goldsource;
    info.protocol = 48;
    info.server_address = address.view();
    info.mod = {.link = "https://example.net/playground",
                .download = "",
                .hl_version = "",
                .version = 1,
                .size = 184'000'000,
                .type = 0,
                .custom_dll = 1};
  } else {
    info.protocol = 17;
    info.app_id_16 = app_id;
    info.version = "1.0.0.0";
    info.port = local.port();
    info.steam_id = steam_id + random.below(1'000'000);
    info.keywords = "gamewire,sample";
    info.game_id = app_id;
  }
  std::array<std::byte, largest_info> buffer;
  publish(to, a2s::encode_info(info, buffer), "infos");
}

std::string player_name(unsigned i) {
  const std::string name = names[i % names.size()];
  return i < names.size() ? name : fmt::format("{} ({})", name, i / names.size() + 1);
}

void publish_players(a2s::responder& to, const serve_arguments& arguments) {
  split_mix random = source(arguments.seed, 1);
  std::vector<std::string> texts(arguments.players);
  std::vector<a2s::player_view> players(arguments.players);
  std::size_t size = 6;
  for (unsigned i = 0; i < arguments.players; ++i) {
    texts[i] = player_name(i);
    players[i] = {.index = static_cast<std::uint8_t>(i),
                  .name = texts[i],
                  .score = static_cast<std::int32_t>(random.below(80)) - 5,
                  .duration = static_cast<float>(random.below(4 * 3600 * 8)) / 8};
    size += texts[i].size() + 10;
  }
  std::vector<std::byte> buffer(size);
  publish(to, a2s::encode_players(players, buffer), "players");
}

a2s::responder_options sample_options(const serve_arguments& arguments) {
  a2s::responder_options options;
  options.rate = 0;  // whoever plays with it may hurry
  options.seed = arguments.seed;
  if (arguments.servers > 1) options.max_queue = crowd_queue;
  if (arguments.engine == "goldsource") options.form = a2s::split_form::goldsource;
  options.compress = arguments.compress && arguments.engine == "source";
  return options;
}

/// Those who try to read so much are to know why they cannot.
void warn_if_too_many(std::size_t size, const serve_arguments& arguments) {
  constexpr a2s::assembler_options limits;
  const std::size_t payload = sample_options(arguments).payload_size();
  const bool too_many =
      arguments.compress ? size > limits.max_decompressed
                         : size > std::min<std::size_t>(limits.max_assembled, limits.max_fragments * payload);
  if (too_many)
    complain(fmt::format("{} rules are more than clients with default limits take, gamewire's among them",
                         arguments.rules));
}

std::size_t publish_rules(a2s::responder& to, const serve_arguments& arguments) {
  const auto texts = sample_rules(arguments);
  std::size_t size = 7;
  for (const auto& [name, value] : texts) size += name.size() + value.size() + 2;
  std::vector<a2s::rule_view> rules;
  rules.reserve(texts.size());
  for (const auto& [name, value] : texts) rules.push_back({name, value});
  std::vector<std::byte> buffer(size);
  const auto message = a2s::encode_rules(rules, buffer);
  publish(to, message, "rules");
  return message->size();
}

endpoint listening_address(const serve_arguments& arguments, const driver_options& driver) {
  const auto address = parse_address(arguments.bind, arguments.port);
  if (!address || address->port != arguments.port)
    throw command_error(usage_fault(fmt::format("--bind {}: not an address", arguments.bind)));
  const auto found = driver.resolve(*address, driver.prefer);
  if (!found) throw command_error(fault_of(found.error(), arguments.bind));
  return found->front();
}

/// Of the same seed, each server makes up its own.
serve_arguments of_number(serve_arguments arguments, std::uint32_t number) {
  arguments.seed += number - 1;
  return arguments;
}

}  // namespace

std::string sample_status(const serve_arguments& arguments) {
  std::string text =
      fmt::format("hostname: {}\nmap     : {}\nplayers : {} ({} max)\n\n", server_name(arguments, 1),
                  sample_map(arguments), arguments.players, std::max(arguments.players, 32U));
  for (unsigned i = 0; i < arguments.players; ++i)
    text += fmt::format("# {:>3} \"{}\"\n", i + 1, player_name(i));
  return text;
}

std::vector<std::pair<std::string, std::string>> sample_rules(const serve_arguments& arguments) {
  split_mix random = source(arguments.seed, 2);
  std::vector<std::pair<std::string, std::string>> rules;
  for (unsigned i = 0; i < arguments.rules; ++i) {
    if (i < cvars.size())
      rules.emplace_back(cvars[i]);
    else
      rules.emplace_back(fmt::format("gw_setting_{:04}", i), fmt::format("{}", random.below(1'000'000)));
  }
  return rules;
}

std::string sample_registration(const serve_arguments& arguments, std::uint32_t number) {
  const serve_arguments own = of_number(arguments, number);
  master::filter info(1024);
  const auto add = [&info](std::string_view key, std::string_view value) {
    (void)info.add(key, value);  // what they are told is short and plain
  };
  add("gamedir", "playground");
  add("map", sample_map(own));
  add("appid", fmt::format("{}", app_id));
  add("name", server_name(arguments, number));
  add("version", "1.0.0.0");
  add("gametype", "gamewire,sample");
  add("players", fmt::format("{}", own.players));
  add("max", fmt::format("{}", std::max(own.players, 32U)));
  for (const char* flag : {"dedicated", "linux", "secure"}) add(flag, "1");
  return std::string(info.text());
}

sample_responder make_sample(const serve_arguments& arguments, std::uint32_t number) {
  const serve_arguments own = of_number(arguments, number);
  a2s::responder_options options = sample_options(own);
  if (const auto failed = system::fill_random(std::as_writable_bytes(std::span(&options.secret, 1))))
    throw command_error(fault_of(failed));
  return {options, {.loss = arguments.loss, .delay = arguments.delay, .seed = own.seed}};
}

void publish_sample(sample_responder& to, const serve_arguments& arguments, std::uint32_t number,
                    const endpoint& local) {
  const serve_arguments own = of_number(arguments, number);
  publish_info(to, own, server_name(arguments, number), local);
  publish_players(to, own);
  const std::size_t size = publish_rules(to, own);
  if (number == 1) warn_if_too_many(size, arguments);
}

std::unique_ptr<sample_server> start_sample_server(const serve_arguments& arguments, const transport& via,
                                                   driver_options driver) {
  const endpoint wanted = listening_address(arguments, driver);
  auto server = via.bind(std::span(&wanted, 1), make_sample(arguments, 1), std::move(driver));
  if (!server) throw command_error(fault_of(server.error(), endpoint_text(wanted).view()));
  publish_sample((*server)->hub(), arguments, 1, (*server)->local_endpoint());
  return *std::move(server);
}

}  // namespace gamewire::cli
