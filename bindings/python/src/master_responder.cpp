/// The server side of master servers.
#include <string>
#include <vector>

#include <gamewire/master/responder.hpp>

#include "choice.hpp"
#include "hub.hpp"
#include "master_regions.hpp"
#include "text_argument.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module_name = "gamewire.master";

using master::responder;
using self = held<responder>;

constexpr choice<responder::verdict, 3> verdicts{{{"answered", responder::verdict::answered},
                                                  {"rate limited", responder::verdict::rate_limited},
                                                  {"queue full", responder::verdict::queue_full}}};

/// Of an address alone; or in a tuple with what filters judge, and the region.
master::registration registration_of(const py::tuple& server) {
  if (py::isinstance<py::str>(server[0])) return {.address = to_endpoint(server)};
  master::registration made{.address = to_endpoint(server[0])};
  if (server.size() > 1) made.info = text_argument(server[1]);
  if (server.size() > 2) {
    std::vector<master::region> regions;
    add_regions(regions, server[2]);
    if (regions.size() != 1) raise_usage("a server is in one region");
    made.region = regions.front();
  }
  return made;
}

std::unique_ptr<self> make_responder(std::uint32_t page_entries, std::uint32_t amplification,
                                     std::uint32_t rate, std::uint32_t burst, std::uint32_t total_rate,
                                     std::uint32_t max_servers, double closing_timeout, std::uint64_t seed) {
  const master::responder_options options{.page_entries = page_entries,
                                          .amplification = amplification,
                                          .rate = rate,
                                          .burst = burst,
                                          .total_rate = total_rate,
                                          .max_servers = max_servers,
                                          .closing_timeout = to_nanoseconds(closing_timeout),
                                          .seed = seed};
  check(options.validate());
  return std::make_unique<self>(options);
}

}  // namespace

template <>
struct teller<responder> {
  py::object operator()(const responder::queried& what) const {
    static constinit record type(module_name, "Queried", {"address", "region", "servers", "last", "became"});
    return type.make(what.from, region_object(what.region), what.servers, what.last,
                     name_in(verdicts, what.became));
  }
  py::object operator()(const responder::refused& what) const {
    static constinit record type(module_name, "Refused", {"address", "error"});
    return type.make(what.from, error_object(what.error));
  }
  py::object operator()(const closed& what) const { return tell(what); }
};

void bind_master_responder(py::module_& module) {
  const master::responder_options usual;
  auto made = bind_hub<responder>(module, "MasterResponder",
                                  "The server side of a master server: lists the game servers it was given.");
  made.def(py::init(&make_responder), py::kw_only(), "page_entries"_a = usual.page_entries,
           "amplification"_a = usual.amplification, "rate"_a = usual.rate, "burst"_a = usual.burst,
           "total_rate"_a = usual.total_rate, "max_servers"_a = usual.max_servers,
           "closing_timeout"_a = to_seconds(usual.closing_timeout), "seed"_a = 0)
      .def(
          "publish",
          [](self& m, const py::iterable& servers) {
            std::vector<py::tuple> kept;  // what the texts are in
            std::vector<master::registration> list;
            for (const py::handle& one : servers) {
              kept.push_back(py::tuple(py::reinterpret_borrow<py::object>(one)));
              list.push_back(registration_of(kept.back()));
            }
            check(m.call([&](responder& r) { return r.publish(list); }));
          },
          "servers"_a,
          "Replaces the list, of addresses, or of tuples of an address, what filters judge as a filter "
          "writes "
          "it, and the region.")
      .def("__len__", [](const self& m) { return m.machine().size(); });
}

}  // namespace gamewire::python
