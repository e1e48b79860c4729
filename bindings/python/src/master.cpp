/// The client of master servers, their pages and filters.
#include <vector>

#include <gamewire/master/client.hpp>

#include "machine.hpp"
#include "master_regions.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module_name = "gamewire.master";

using self = held<master::client>;

py::tuple addresses_of(const master::server_list& list) {
  py::tuple all(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) all[i] = to_python(list[i]);
  return all;
}

std::unique_ptr<self> make_client(double timeout, unsigned retries, std::optional<double> deadline,
                                  double interval, std::uint32_t burst, std::size_t max_servers,
                                  std::uint32_t max_pages, std::uint64_t seed) {
  master::client_options options{.timeout = to_nanoseconds(timeout),
                                 .retries = static_cast<std::uint8_t>(std::min(retries, 255U)),
                                 .interval = to_nanoseconds(interval),
                                 .burst = burst,
                                 .max_servers = max_servers,
                                 .max_pages = max_pages,
                                 .seed = seed};
  if (deadline) options.deadline = to_nanoseconds(*deadline);
  check(options.validate());
  return std::make_unique<self>(options);
}

std::uint32_t request_list(self& m, const py::iterable& regions, const py::object& filter, std::size_t limit,
                           const py::object& after) {
  std::vector<master::region> wanted;
  for (const py::handle& one : regions) add_regions(wanted, one);
  const text_argument text(filter);
  master::query what{.regions = wanted, .filter = text, .limit = limit};
  if (!after.is_none()) what.after = to_endpoint(after);
  return id_of(m.call([&](master::client& client) { return client.request_list(what); }));
}

py::object encode_request(const py::object& region, const py::object& after, const py::object& filter) {
  std::vector<master::region> wanted;
  add_regions(wanted, region);
  if (wanted.size() != 1) raise_usage("a request is for one region");
  const text_argument text(filter);
  master::request what{.region = wanted.front(), .filter = text};
  if (!after.is_none()) what.after = master::server_address(to_endpoint(after));
  std::vector<std::byte> out(master::max_request_size);
  return to_python(unwrap(master::encode_request(what, out)));
}

py::object decode_page(const py::object& datagram) {
  const buffer in(datagram);
  const auto page = unwrap(master::decode_page(in));
  return py::make_tuple(addresses_of(page.servers), page.last);
}

/// Pairs of a key, or an operator, and a value, or the pairs that it judges, as the text of a filter.
void add_all(master::filter& to, const py::iterable& pairs) {
  for (const py::handle& each : pairs) {
    const auto pair = py::reinterpret_borrow<py::object>(each).cast<py::tuple>();
    const text_argument key(pair[0]);
    if (py::isinstance<py::str>(pair[1])) {
      check(to.add(key, text_argument(pair[1])));
      continue;
    }
    master::filter group(master::max_filter_size);
    add_all(group, pair[1]);
    check(to.add(unwrap(master::logic_named(key)), group));
  }
}

py::object encode_filter(const py::iterable& pairs) {
  master::filter made;
  add_all(made, pairs);
  return to_python(made.text());
}

}  // namespace

template <>
struct teller<master::client> {
  py::object operator()(const master::servers& some) const {
    static constinit record type(module_name, "Servers", {"request", "region", "servers"});
    return type.make(std::to_underlying(some.request), region_object(some.region), addresses_of(some.list));
  }
  py::object operator()(const master::listed& end) const {
    static constinit record type(module_name, "Listed",
                                 {"id", "servers", "pages", "partial", "error", "region", "last"});
    return type.make(std::to_underlying(end.id), end.servers, end.pages, end.partial,
                     end.error ? error_object(end.error) : py::none(), region_object(end.region),
                     end.last.is_v4() ? to_python(end.last) : py::none());
  }
  py::object operator()(const master::unrequested& what) const {
    static constinit record type(module_name, "Unrequested", {"servers", "last"});
    return type.make(addresses_of(what.page.servers), what.page.last);
  }
  py::object operator()(const master::rejected& what) const {
    static constinit record type(module_name, "Rejected", {"error", "datagram"});
    return type.make(error_object(what.error), what.datagram);
  }
  py::object operator()(const failed& what) const { return tell(what); }
  py::object operator()(const closed& what) const { return tell(what); }
};

void bind_master(py::module_& module) {
  const master::client_options usual;
  auto made = bind_machine<master::client>(
      module, "MasterClient",
      "The client of a master server, with no socket: asks for its list, over datagrams.");
  made.def(py::init(&make_client), py::kw_only(), "timeout"_a = 1.5, "retries"_a = 2,
           "deadline"_a = py::none(), "interval"_a = to_seconds(usual.interval), "burst"_a = usual.burst,
           "max_servers"_a = usual.max_servers, "max_pages"_a = usual.max_pages, "seed"_a = 0)
      .def("request_list", &request_list, "regions"_a = py::make_tuple("world"), py::kw_only(),
           "filter"_a = "", "limit"_a = 0, "after"_a = py::none(),
           "Asks for a list; the events are `Servers`, any number of them, and `Listed` or `Failed`.");
  bind_cancel<master::client>(made);

  module.def("encode_master", &encode_request, "region"_a = "world", "after"_a = py::none(), "filter"_a = "",
             "The datagram that asks for the page of a list behind the address `after`.");
  module.def("decode_master", &decode_page, "datagram"_a,
             "Of a page, the addresses, and whether it is the last.");
  module.def("encode_filter", &encode_filter, "pairs"_a);
}

}  // namespace gamewire::python
