/// The transports, each made in a file of its own, which not every build has.
#pragma once

#include "transport.hpp"

namespace gamewire::cli {

const transport& blocking_transport() noexcept;
const transport& asio_transport() noexcept;
const transport& epoll_transport() noexcept;

}  // namespace gamewire::cli
