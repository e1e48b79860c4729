#include <gamewire/error_table.hpp>
#include <gamewire/master/error.hpp>

namespace gamewire::inline v0::master {

const std::error_category& category() noexcept {
  static const error_table instance(
      "gamewire.master",
      error_rows<errc>({
          {errc::timeout, condition::timeout, "no answer in time"},
          {errc::not_a_page, condition::protocol, "not a page of a server list"},
          {errc::not_a_request, condition::protocol, "not a request for a server list"},
          {errc::no_progress, condition::protocol, "the master server repeats its pages"},
          {errc::no_end, condition::protocol, "the list stops without its end"},
          {errc::too_many_servers, condition::limit, "the list has more servers than the limit"},
          {errc::too_many_pages, condition::limit, "the list has more pages than the limit"},
          {errc::bad_filter, condition::protocol, "a filter that cannot be read"},
      }));
  return instance;
}

}  // namespace gamewire::inline v0::master
