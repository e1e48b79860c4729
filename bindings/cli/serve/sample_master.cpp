#include "serve/sample_master.hpp"

#include <string>
#include <vector>

#include "output/output.hpp"
#include "serve/sample_server.hpp"

namespace gamewire::cli {

std::unique_ptr<sample_master_server> start_sample_master(const serve_arguments& arguments,
                                                          std::span<const endpoint> servers,
                                                          const transport& via, driver_options driver) {
  std::vector<std::string> infos;
  std::vector<master::registration> list;
  for (std::uint32_t number = 1; number <= servers.size(); ++number)
    infos.push_back(sample_registration(arguments, number));
  for (std::size_t i = 0; i < servers.size(); ++i) list.push_back({.address = servers[i], .info = infos[i]});

  master::responder_options options;
  options.rate = options.total_rate = 0;  // whoever plays with it may hurry
  options.seed = arguments.seed;
  sample_master hub(options, {.loss = arguments.loss, .delay = arguments.delay, .seed = arguments.seed});
  if (const auto error = hub.publish(list))
    throw command_error(error == errc::invalid_argument
                            ? usage_fault("a master server lists IPv4 addresses alone")
                            : fault_of(error));
  const endpoint local = servers.front().with_port(0);
  auto bound = via.bind(std::span(&local, 1), std::move(hub), std::move(driver));
  if (!bound) throw command_error(fault_of(bound.error(), "the master server"));
  return std::make_unique<sample_master_server>(*std::move(bound));
}

}  // namespace gamewire::cli
