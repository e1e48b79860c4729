// A page has as many addresses as it has room for; written and read again, it is the same. A request too.
#include <algorithm>

#include <gamewire/master/page.hpp>
#include <gamewire/master/request.hpp>

#include "support/hex.hpp"
#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(master_page) {
  if (const auto asked = master::decode_request(in)) {
    test::buffer room(in.size() + master::max_request_size);
    const auto written = master::encode_request(*asked, room);
    HOLDS(written ? master::decode_request(*written) == *asked
                  : asked->filter.size() > master::max_filter_size);
  }
  const auto page = master::decode_page(in);
  if (!page) return;
  HOLDS(page->trailing_bytes < 6 &&
        6 + (page->servers.size() + (page->last ? 1 : 0)) * 6 + page->trailing_bytes == in.size());
  test::buffer room(in.size());
  const auto written = master::encode_page(page->servers.entries(), page->last, room);
  const bool odd = std::ranges::any_of(page->servers.entries(), &master::server_address::is_end);
  HOLDS(written.has_value() != odd);
  if (written) HOLDS(std::ranges::equal(*written, in.first(in.size() - page->trailing_bytes)));
  for (const endpoint& each : page->servers) HOLDS(each.is_v4());
}
