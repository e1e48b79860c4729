#include "aster/aster_console.hpp"

#include <charconv>
#include <ctime>
#include <iostream>
#include <iterator>

#include <fmt/core.h>

#include <gamewire/system.hpp>
#include <gamewire/text.hpp>

#include "target/password.hpp"
#include "terminal/interrupt.hpp"
#include "transport/machines.hpp"

namespace gamewire::cli {
namespace {

constexpr std::uint32_t many_attempts = 1'000'000;

target server_of(const std::string& text) {
  auto named = parse_target(text, aster_port);
  if (!named) throw command_error(named.error());
  return *std::move(named);
}

std::string text_of(const aster_arguments& arguments) {
  if (arguments.text != "-" || arguments.action != "send") return arguments.text;
  std::string all(std::istreambuf_iterator<char>(std::cin), {});
  return std::string(without_newline(all));
}

/// Ids are strings: they may be larger than what others read exactly.
std::string id_text(aster::uuid id) { return std::to_string(id); }

std::string clock_of(std::int64_t date) {
  const std::time_t at = static_cast<std::time_t>(date);
  std::tm parts{};
  if (::localtime_r(&at, &parts) == nullptr) return std::to_string(date);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

aster_console::aster_console(session& with, const aster_arguments& arguments)
    : with_(with), arguments_(arguments), server_(server_of(arguments.server)) {
  const bool logs_in = arguments.user || arguments.uuid;
  if (arguments.registers && !arguments.user) throw command_error(usage_fault("--register needs --user"));
  if (arguments.plain && (arguments.insecure || !arguments.ca.empty()))
    throw command_error(usage_fault("--plain is without certificates"));
  if (is("tail") && with.options.deadline)
    throw command_error(usage_fault("--deadline is not for tail, which goes on until Ctrl-C"));
  if (logs_in)
    password_ = find_password(arguments.password_file, "GAMEWIRE_ASTER_PASSWORD",
                              arguments.user.value_or(server_.text()));
  if (password_.empty() && !arguments.password_file.empty())
    throw command_error(
        usage_fault("no password: " + arguments.password_file + " is empty, or its first line"));
}

int aster_console::run() {
  aster::client_options options{.name = arguments_.user ? std::string_view(*arguments_.user) : "",
                                .password = password_,
                                .uuid = arguments_.uuid,
                                .seed = system::random_seed()};
  if (arguments_.registers)
    options.enter = aster::entry::registration;
  else if (!arguments_.user && !arguments_.uuid)
    options.enter = aster::entry::none;
  if (const auto most = with_.options.deadline ? with_.options.deadline : with_.options.timeout)
    options.deadline = options.login_timeout = *most;
  if (is("tail")) options.reconnect.attempts = many_attempts;
  if (options.validate()) throw command_error(usage_fault("such a name or password is not possible"));

  if (arguments_.plain) {
    talk(aster::client(options), [](aster::client& on) -> aster::client& { return on; });
  } else {
#if defined(GAMEWIRE_TLS)
    tls::client_options secure{.host = server_.address.host, .verify = !arguments_.insecure};
    if (!arguments_.ca.empty()) {
      const auto trusted = tls::trust::file(arguments_.ca);
      if (!trusted)
        throw command_error(usage_fault(fmt::format("{}: {}", arguments_.ca, trusted.error().message())));
      secure.trust = *trusted;
    }
    talk(aster_over_tls({.lower = secure, .upper = options}),
         [](aster_over_tls& on) -> aster::client& { return *on; });
#else
    throw command_error({condition::unsupported, "this build has no TLS: give --plain"});
#endif
  }
  if (interrupted_by() != 0) return exit_code_of(interrupted_by());
  if (!why_) return 0;
  with_.out.error(server_.about(at_), server_.text(), *why_);
  return why_->exit_code();
}

template <class M, class Client>
void aster_console::talk(M machine, Client client_of) {
  begin(client_of(machine));
  const auto peer = with_.via->connect(server_.address, std::move(machine), driver_options_of(with_));
  if (!peer) {
    why_ = fault_of(peer.error());
    return;
  }
  const on_interrupt stopping([&] { (*peer)->stop(); });
  const auto trouble = (*peer)->run([&](const typename M::event& event) {
    at_ = (*peer)->remote();
    take(client_of((*peer)->machine()), event);
  });
  at_ = (*peer)->remote();
  if (trouble && interrupted_by() == 0 && !why_) why_ = fault_of(trouble);
}

/// What is asked for before anything is heard: names of users, and of channels, where they are needed.
void aster_console::begin(aster::client& on) {
  const bool by_name = !arguments_.channel.empty() && !find_channel();
  if (is("users") || is("history") || is("tail")) (void)on.ask(aster::get_metadata{});
  if (is("channels") || is("tail") || by_name) (void)on.ask(aster::list_channels{});
  if (is("request")) {
    if (const auto id = on.ask(aster::call{arguments_.text}); !id)
      throw command_error(usage_fault("not an object of JSON with a \"command\""));
    acted_ = true;
  }
  if (is("users") || is("channels")) acted_ = true;
  if (!by_name && (is("send") || is("history"))) act(on);
  if (acted_) on.close(system::now());
}

/// The channel's name is known, or was an id.
void aster_console::act(aster::client& on) {
  acted_ = true;
  if (is("tail")) return;
  const auto channel = find_channel();
  if (!channel) return say_no_channel(on);
  const std::string text = text_of(arguments_);
  const auto id = is("send") ? on.ask(aster::send{.channel = *channel, .content = text})
                             : on.ask(aster::history{.channel = *channel, .count = arguments_.count});
  // It is the only request that waits: what has no room by itself is too long.
  if (!id && id.error() == errc::busy)
    why_ =
        fault{condition::limit, fmt::format("{} bytes of text are more than is sent at once", text.size())};
  else if (!id)
    why_ = fault_of(id.error());
}

void aster_console::take(aster::client& on, const aster::client::event& event) {
  known_.apply(event);
  if (const auto* answer = std::get_if<aster::answer>(&event)) return take_answer(on, *answer);
  if (const auto* fault = std::get_if<failed>(&event)) {
    take_failure(fault->error, fault->detail);
    // Without it there is nothing to do, but for who waits for better times: what is refused stays so.
    const bool refused = fault->error == condition::auth || fault->error == condition::server;
    if (!acted_ && (refused || !is("tail"))) on.close(system::now());
    return;
  }
  if (const auto* end = std::get_if<closed>(&event)) {
    if (end->error) take_failure(end->error, end->detail);
    return;
  }
  if (!is("tail")) return;
  if (const auto* lost = std::get_if<aster::disconnected>(&event))
    complain(fmt::format("{}: {}; trying again", server_.text(), lost->error.message()));
  if (const auto* said = std::get_if<aster::posted>(&event)) {
    const auto wanted = find_channel();
    if (arguments_.channel.empty() || wanted == said->what.channel) print_message(said->what, "posted");
  }
  if (!arguments_.channel.empty()) return;  // of these nobody says where
  if (const auto* change = std::get_if<aster::edited>(&event))
    print_line("edited", change->message, change->content.str());
  if (const auto* gone = std::get_if<aster::deleted>(&event)) print_line("deleted", gone->message, {});
}

/// All that can be read of a list; of one that cannot be read to its end that is said as well.
template <class Request>
std::optional<typename Request::result> aster_console::check_list(const aster::answer& answer) {
  const auto all = aster::result<Request>(answer);
  if (!all || !all->complete()) take_failure(aster::errc::malformed, {});
  return all ? std::optional(*all) : std::nullopt;
}

void aster_console::take_answer(aster::client& on, const aster::answer& answer) {
  if (is("request"))
    return with_.out.text((with_.out.terminal() ? printable(answer.line) : std::string(answer.line)) + '\n');
  switch (answer.which) {
    case aster::command::get_metadata:
      check_list<aster::get_metadata>(answer);
      if (is("users")) print_users();
      return;
    case aster::command::send:
      if (const auto id = aster::result<aster::send>(answer)) return print_sent(*id);
      return take_failure(aster::errc::malformed, {});
    case aster::command::history:
      if (const auto page = check_list<aster::history>(answer))
        for (const aster::message& one : *page) print_message(one, "message");
      return;
    case aster::command::list_channels:
      check_list<aster::list_channels>(answer);
      if (is("channels")) return print_channels();
      break;
    default: return;
  }
  if (acted_) return;
  if (!arguments_.channel.empty() && !find_channel()) return say_no_channel(on);
  act(on);
  if (!is("tail")) on.close(system::now());
}

void aster_console::say_no_channel(aster::client& on) {
  why_ = fault{condition::server, fmt::format("there is no channel {}", arguments_.channel)};
  on.close(system::now());
}

/// What can be done about it, in place of a packet that says no more than its status.
std::string_view aster_console::hint(std::error_code error, std::string_view detail) const {
  const bool logs_in = arguments_.user || arguments_.uuid;
  if (error == aster::errc::unauthenticated && !logs_in) return "give --user or --uuid";
#if defined(GAMEWIRE_TLS)
  if (error == tls::errc::not_tls || error == tls::errc::closed_in_handshake)
    return "if it is a server without TLS, give --plain";
#endif
  return detail;
}

/// The first that goes wrong is why. When all is over for that reason, the end has more to say about it.
void aster_console::take_failure(std::error_code error, std::string_view detail) {
  if (why_ && error != cause_) return;
  why_ = fault_of(error, hint(error, is("request") || !detail.starts_with('{') ? detail : ""));
  cause_ = error;
}

/// An id is one that is known, or looks like one where none is known by that name.
std::optional<aster::uuid> aster_console::find_channel() const {
  if (const auto* named = known_.get_channel_by_name(arguments_.channel)) return named->uuid;
  aster::uuid id = 0;
  const std::string& text = arguments_.channel;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_number = error == std::errc{} && end == text.data() + text.size() && !text.empty();
  return is_number ? std::optional(id) : std::nullopt;
}

std::string aster_console::name_of(aster::uuid user) const {
  const auto* known = known_.get_user(user);
  return known != nullptr && !known->name.empty() ? known->name : id_text(user);
}

json aster_console::object(const char* kind) const {
  json made = server_.about(at_);
  made["kind"] = kind;
  return made;
}

void aster_console::print_channels() {
  for (const auto& channel : known_.channels()) {
    if (with_.out.as_json()) {
      json one = object("channel");
      one["uuid"] = id_text(channel.uuid);
      put_text(one, "name", channel.name);
      one["position"] = channel.position;
      with_.out.object(one);
    } else {
      with_.out.text(fmt::format("{:>20}  {}\n", channel.uuid, printable(channel.name)));
    }
  }
}

void aster_console::print_users() {
  for (const auto& [id, user] : known_.users()) {
    if (with_.out.as_json()) {
      json one = object("user");
      one["uuid"] = id_text(id);
      put_text(one, "name", user.name);
      one["online"] = user.online;
      one["groups"] = json::array();
      for (const aster::uuid group : user.groups) one["groups"].push_back(id_text(group));
      with_.out.object(one);
    } else {
      with_.out.text(
          fmt::format("{:>20}  {:7}  {}\n", id, user.online ? "online" : "", printable(user.name)));
    }
  }
}

void aster_console::print_sent(aster::uuid message) {
  if (!with_.out.as_json()) return with_.out.text(id_text(message) + '\n');
  json one = object("sent");
  one["message"] = id_text(message);
  with_.out.object(one);
}

void aster_console::print_message(const aster::message& what, const char* kind) {
  const std::string content = what.content.str();
  if (!with_.out.as_json()) {
    const auto* channel = known_.get_channel(what.channel);
    const std::string where =
        is("tail") && arguments_.channel.empty()
            ? fmt::format("#{} ", printable(channel != nullptr ? channel->name : id_text(what.channel)))
            : "";
    with_.out.text(fmt::format("{}  {}{}: {}{}\n", with_.out.dim(clock_of(what.date)), where,
                               with_.out.bold(printable(name_of(what.author))), printable(content),
                               what.edited ? " (edited)" : ""));
    return;
  }
  json one = object(kind);
  one["uuid"] = id_text(what.uuid);
  one["channel"] = id_text(what.channel);
  one["author"] = id_text(what.author);
  put_text(one, "author_name", name_of(what.author));
  one["date"] = what.date;
  one["edited"] = what.edited;
  if (what.reply) one["reply"] = id_text(*what.reply);
  put_text(one, "content", content);
  with_.out.object(one);
}

void aster_console::print_line(const char* kind, aster::uuid message, std::string_view content) {
  if (!with_.out.as_json())
    return with_.out.text(content.empty() ? fmt::format("{} {}\n", kind, message)
                                          : fmt::format("{} {}: {}\n", kind, message, printable(content)));
  json one = object(kind);
  one["uuid"] = id_text(message);
  if (std::string_view(kind) == "edited") put_text(one, "content", content);
  with_.out.object(one);
}

}  // namespace gamewire::cli
