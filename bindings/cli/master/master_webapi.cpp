/// `gamewire master --webapi`: the game servers that Steam knows.
#include <algorithm>
#include <unordered_set>

#include <fmt/core.h>

#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "master/master_filter.hpp"
#include "terminal/interrupt.hpp"
#include "webapi/webapi_link.hpp"

namespace gamewire::cli {
namespace {

/// More than any filter that a person would type; the request stays within what servers take as a line.
constexpr std::size_t longest_filter = 2000;

/// Steam has been seen to give no more than this, or twice as many, whatever it was asked for.
constexpr std::size_t suspicious_count = 10'000;

/// -1, which Steam has for most, is the world as well.
master::region region_of(const webapi::game_server& one) {
  return static_cast<master::region>(static_cast<std::uint8_t>(one.region.value_or(-1)));
}

/// One server that is odd is no reason to lose the others.
using json_list = gamewire::json::list<gamewire::json::value>;

class lister {
 public:
  lister(session& with, const master_arguments& arguments)
      : with_(with),
        arguments_(arguments),
        filter_(filter_of(arguments, longest_filter)),
        server_(server_of(arguments.server)) {
    with.out.hide(server_.key);
    if (!arguments.host.empty()) throw command_error(usage_fault("--webapi asks --url, and no HOST"));
  }

  int run() {
    link_ = open_webapi(with_, server_);
    webapi::get_server_list what{.filter = filter_.text()};
    if (arguments_.limit != 0)
      what.limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(arguments_.limit, what.limit));
    if (const auto id = link_->client().call(what); !id) return report(misuse(id.error()));
    link_->client().close(system::now());
    const auto trouble = link_->run([this](const webapi::client::event& event) { take(event); });
    if (interrupted_by() != 0) return exit_code_of(interrupted_by());
    if (trouble && !code_) code_ = report(fault_of(trouble));
    return code_.value_or(0);
  }

 private:
  static fault misuse(std::error_code error) {
    fault why = fault_of(error);
    if (error == webapi::errc::no_key) why.message += ": give STEAM_API_KEY or --key-file";
    return why;
  }

  void take(const webapi::client::event& event) {
    if (const auto* answer = std::get_if<webapi::answer>(&event)) code_ = show(answer->reply);
    if (const auto* request = std::get_if<failed>(&event))
      code_ = report(fault_of(request->error, request->detail));
    if (const auto* last = std::get_if<closed>(&event); last != nullptr && last->error && !code_)
      code_ = report(fault_of(last->error, last->detail));
  }

  int show(const webapi::reply& reply) {
    const auto servers = webapi::servers(reply);
    if (!servers) return report(reply.error ? fault_of(reply) : fault_of(servers.error()), &reply);
    const json_list all(servers->value());
    std::string lines;
    std::size_t count = 0;
    std::size_t unread = 0;
    for (const gamewire::json::value& each : all) {
      ++count;
      const auto one = gamewire::json::read<webapi::game_server>(each);
      if (!one)
        ++unread;
      else if (is_wanted(*one) && (arguments_.limit == 0 || listed_.size() < arguments_.limit))
        lines += line_of(*one, each);
    }
    with_.out.text(lines);
    if (odd_ != 0)
      with_.out.warn(
          fmt::format("left out: {} servers without an address to query, such as '{}'", odd_, odd_address_));
    if (hidden_ != 0 && !with_.out.as_json())
      complain(fmt::format("left out: {} servers behind Steam's relays (169.254.…), which cannot be queried",
                           hidden_));
    if (arguments_.limit == 0 && count >= suspicious_count)
      complain(fmt::format("{} servers: there may be more, which Steam does not list at once; filter them",
                           count));
    if (all.complete() && unread == 0) return 0;
    fault why = fault_of(webapi::errc::not_a_list);
    why.message += unread == 0 ? fmt::format(": cut short after {} servers", count)
                               : fmt::format(": {} of {} servers are not as they should be", unread, count);
    report(why, &reply);
    return exit_mixed;
  }

  [[nodiscard]] bool is_wanted(const webapi::game_server& one) const {
    const auto& wanted = arguments_.regions;
    return wanted.empty() || std::ranges::find(wanted, master::region::world) != wanted.end() ||
           std::ranges::find(wanted, region_of(one)) != wanted.end();
  }

  /// Of a server that cannot be queried as people would pass it on: nothing.
  std::string line_of(const webapi::game_server& one, const gamewire::json::value& whole) {
    const auto address = one.address();
    if (!address) {
      if (odd_++ == 0) odd_address_ = one.addr.str();
      return {};
    }
    if (!listed_.insert(*address).second) return {};
    const bool fake = webapi::is_fake(*address);
    hidden_ += fake ? 1 : 0;
    const endpoint_text text(*address);
    if (with_.out.as_json()) return with_.out.line(to_json(one, whole, text.view(), fake));
    return fake ? std::string() : std::string(text.view()) + '\n';
  }

  /// Without what `whole`, as which it came, does not say.
  static json to_json(const webapi::game_server& one, const gamewire::json::value& whole,
                      std::string_view address, bool fake) {
    json object{{"kind", "server"}, {"address", address}};
    const auto put = [&](const char* field, const char* member, const auto& value) {
      if (whole.member(member).present()) object[field] = value;
    };
    if (fake) object["fake"] = true;
    if (const auto region = name_of(region_of(one)); !region.empty()) put("region", "region", region);
    put("name", "name", one.name.str());
    put("map", "map", one.map.str());
    put("folder", "gamedir", one.game_dir.str());
    if (one.app_id) object["app_id"] = *one.app_id;
    if (one.steam_id) object["steam_id"] = fmt::format("{}", *one.steam_id);
    if (one.game_port) object["port"] = *one.game_port;
    put("players", "players", one.players);
    put("max_players", "max_players", one.max_players);
    put("bots", "bots", one.bots);
    put("vac", "secure", one.secure);
    put("dedicated", "dedicated", one.dedicated);
    put("version", "version", one.version.str());
    if (!one.game_type.empty()) object["keywords"] = one.game_type.str();
    return object;
  }

  int report(const fault& why, const webapi::reply* reply = nullptr) {
    with_.out.error(about(server_, link_->remote(), reply), server_.url.server.text(), why);
    return why.exit_code();
  }

  session& with_;
  const master_arguments& arguments_;
  master::filter filter_;
  webapi_server server_;
  std::unique_ptr<webapi_link> link_;
  std::unordered_set<endpoint> listed_;
  std::size_t hidden_ = 0;
  std::size_t odd_ = 0;
  std::string odd_address_;  // the first of them
  std::optional<int> code_;
};

}  // namespace

int run_master_webapi(session& with, const master_arguments& arguments) {
  return lister(with, arguments).run();
}

}  // namespace gamewire::cli
