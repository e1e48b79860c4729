/// What can go wrong in a conversation with a master server.
#pragma once

#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0::master {

enum class errc {
  timeout = 1,       // no page within the attempts or the deadline
  not_a_page,        // the datagram does not start as a page of a list does
  not_a_request,     // the datagram is no request for a page
  no_progress,       // only pages came that had come before
  no_end,            // a page without any address, nor the one that ends a list
  too_many_servers,  // more than the options let the client remember
  too_many_pages,    // more than the options let it ask for
  bad_filter,        // a filter that is no sequence of keys and values, or whose counts do not add up
};

/// "gamewire.master": each of these errors falls under a `condition` (gamewire/error.hpp).
const std::error_category& category() noexcept;

/// With it an `errc` is taken wherever a std::error_code is wanted.
inline std::error_code make_error_code(errc error) noexcept { return {static_cast<int>(error), category()}; }

}  // namespace gamewire::inline v0::master

template <>
struct std::is_error_code_enum<gamewire::master::errc> : std::true_type {};
