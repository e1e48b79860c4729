/// `gamewire serve`: a server to play with, or thousands of them.
#include <array>
#include <csignal>
#include <fstream>

#include <fmt/core.h>

#include "serve/sample_asf.hpp"
#include "serve/sample_aster.hpp"
#include "serve/sample_crowd.hpp"
#include "serve/sample_game.hpp"
#include "serve/sample_master.hpp"
#include "target/target.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {
namespace {

void announce(output& out, const endpoint& at, const json& more) {
  json ready{{"a2s", endpoint_text(at).view()}};
  ready.update(more);
  out.text(fmt::format("ready {}\n", ready.dump()));
}

void write_list(const std::string& path, const std::string& lines) {
  if (path.empty()) return;
  std::ofstream file(path);
  if (!(file << lines << std::flush)) throw command_error(usage_fault(path + ": cannot be written"));
}

int end(std::error_code why) {
  if (interrupted_by() == SIGTERM) return 0;
  if (interrupted_by() != 0) return exit_code_of(interrupted_by());
  if (why == std::errc::operation_canceled) return 0;  // by RCON
  throw command_error(fault_of(why));
}

std::unique_ptr<sample_master_server> start_master(session& with, const serve_arguments& arguments,
                                                   std::span<const endpoint> servers) {
  if (!arguments.master) return nullptr;
  driver_options driver = driver_options_of(with);
  driver.trace = with.trace.hook(direction::sent);
  return start_sample_master(arguments, servers, *with.via, std::move(driver));
}

/// Ended when the servers are, also by its own `Exit`.
std::unique_ptr<sample_asf> start_asf(const serve_arguments& arguments, const endpoint& beside,
                                      std::function<void()> stop) {
  if (!arguments.asf) return nullptr;
  auto made = start_sample_asf({.at = beside.with_port(0),
                                .password = arguments.password,
                                .seed = arguments.seed,
                                .on_exit = std::move(stop)});
  if (!made) throw command_error(fault_of(made.error(), "ASF"));
  return *std::move(made);
}

std::string url_of(const endpoint& at) { return fmt::format("http://{}", endpoint_text(at).view()); }

std::unique_ptr<sample_aster> start_aster(const serve_arguments& arguments, const endpoint& beside) {
  if (!arguments.aster) return nullptr;
  auto made =
      start_sample_aster({.at = beside.with_port(0), .password = arguments.password, .seed = arguments.seed});
  if (!made) throw command_error(fault_of(made.error(), "aster"));
  return *std::move(made);
}

int serve_one(session& with, const serve_arguments& arguments) {
  driver_options driver = driver_options_of(with);
  driver.trace = with.trace.hook(direction::sent);
  const sample_game game = start_sample_game(arguments, *with.via, driver);
  const endpoint_text at(game.queries->local_endpoint());
  write_list(arguments.list, fmt::format("{}\n", at.view()));

  const auto master = start_master(with, arguments, std::array{game.queries->local_endpoint()});
  const auto aster = start_aster(arguments, game.queries->local_endpoint());

  const auto asf = start_asf(arguments, game.queries->local_endpoint(), [&] { game.queries->stop(); });

  const on_interrupt stopping([&] { game.queries->stop(); });
  const bool has_rcon = game.rcon || arguments.engine == "goldsource";
  json more = has_rcon ? json{{"rcon", at.view()}} : json::object();
  if (master) more["master"] = endpoint_text(master->at()).view();
  if (asf) more["asf"] = url_of(asf->at());
  if (aster) more["aster"] = endpoint_text(aster->at()).view();
  announce(with.out, game.queries->local_endpoint(), more);
  return end(game.queries->run([](const auto&) {}));
}

int serve_crowd(session& with, const serve_arguments& arguments) {
  sample_crowd crowd(arguments, with.trace.hook(direction::sent));
  write_list(arguments.list, crowd.list());

  std::vector<endpoint> servers;
  for (std::uint32_t number = 1; arguments.master && number <= crowd.size(); ++number)
    servers.push_back(crowd.address(number));
  const auto master = start_master(with, arguments, servers);
  const auto aster = start_aster(arguments, crowd.address(1));

  const auto asf = start_asf(arguments, crowd.address(1), [&] { crowd.stop(); });

  const on_interrupt stopping([&] { crowd.stop(); });
  json more{{"servers", crowd.size()}};
  if (master) more["master"] = endpoint_text(master->at()).view();
  if (asf) more["asf"] = url_of(asf->at());
  if (aster) more["aster"] = endpoint_text(aster->at()).view();
  announce(with.out, crowd.address(1), more);
  return end(crowd.run());
}

}  // namespace

int run_serve(session& with, const serve_arguments& arguments) {
  if (arguments.compress && arguments.engine == "goldsource")
    complain("the goldsource form knows no compression");
  return arguments.servers == 1 ? serve_one(with, arguments) : serve_crowd(with, arguments);
}

}  // namespace gamewire::cli
