/// What the answers to the requests that core knows say.
#include <array>

#include "aster_values.hpp"

namespace gamewire::python {

namespace {

template <class T>
bool whole(const T&) {
  return true;
}
template <class T>
bool whole(const json::list<T>& list) {
  return list.complete();
}
template <class T>
bool whole(const json::map<T>& map) {
  return map.complete();
}

template <class Request>
std::optional<py::object> read(const aster::answer& answer) {
  const auto said = aster::result<Request>(answer);
  if (!said || !whole(*said)) return std::nullopt;
  return to_python(*said);
}

struct row {
  aster::command which;
  std::optional<py::object> (*read)(const aster::answer&);
};

template <class... Requests>
constexpr std::array<row, sizeof...(Requests)> rows{{{Requests::which, &read<Requests>}...}};

constexpr auto table =
    rows<aster::register_user, aster::log_in, aster::get_metadata, aster::get_user, aster::get_name,
         aster::get_icon, aster::list_emoji, aster::get_emoji, aster::sync_get, aster::sync_get_servers,
         aster::send, aster::history, aster::get_last_reads, aster::get_num_unread, aster::online,
         aster::list_channels, aster::create_channel, aster::list_groups>;

}  // namespace

std::optional<py::object> result_object(const aster::answer& answer) {
  for (const row& one : table)
    if (one.which == answer.which) return one.read(answer);
  return py::none();
}

}  // namespace gamewire::python
