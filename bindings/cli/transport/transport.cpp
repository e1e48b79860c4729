#include "transport/transport.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/core.h>

#include "output/output.hpp"
#include "transport/list.hpp"

namespace gamewire::cli {

std::span<const named_transport> transports() noexcept {
  static constexpr std::array all{
      named_transport{"blocking", blocking_transport},
#ifdef GAMEWIRE_ASIO
      named_transport{"asio", asio_transport},
#endif
#ifdef GAMEWIRE_EPOLL
      named_transport{"epoll", epoll_transport},
#endif
  };
  return all;
}

const transport& transport_of(const common_options& common) {
  const auto found = std::ranges::find(transports(), common.transport, [](const named_transport& each) {
    return std::string_view(each.name);
  });
  if (found != transports().end()) return found->get();
  throw command_error(
      {condition::unsupported, fmt::format("this build has no {} transport", common.transport)});
}

}  // namespace gamewire::cli
