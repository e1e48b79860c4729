#include "a2s_events.hpp"

namespace gamewire::python {

namespace {

constexpr const char* module = "gamewire.a2s";

}  // namespace

py::object teller<a2s::client>::operator()(const a2s::info_reply& reply) const {
  static constinit record type(module, "InfoReply", {"id", "info", "round_trip"});
  return type.make(std::to_underlying(reply.id),
                   info_object(reply.info, to_python(reply.raw), reply.round_trip), reply.round_trip);
}

py::object teller<a2s::client>::operator()(const a2s::players_reply& reply) const {
  static constinit record type(module, "PlayersReply", {"id", "players", "round_trip"});
  return type.make(std::to_underlying(reply.id), players_object(reply.players, to_python(reply.raw)),
                   reply.round_trip);
}

py::object teller<a2s::client>::operator()(const a2s::rules_reply& reply) const {
  static constinit record type(module, "RulesReply", {"id", "rules", "round_trip"});
  return type.make(std::to_underlying(reply.id), rules_object(reply.rules, to_python(reply.raw)),
                   reply.round_trip);
}

py::object teller<a2s::client>::operator()(const a2s::ping_reply& reply) const {
  static constinit record type(module, "PingReply", {"id", "round_trip"});
  return type.make(std::to_underlying(reply.id), reply.round_trip);
}

py::object teller<a2s::client>::operator()(const a2s::unrequested& what) const {
  static constinit record type(module, "Unrequested", {"raw"});
  return type.make(what.raw);
}

py::object teller<a2s::client>::operator()(const a2s::rejected& what) const {
  static constinit record type(module, "Rejected", {"error", "datagram"});
  return type.make(error_object(what.error), what.datagram);
}

py::object teller<a2s::client>::operator()(const a2s::incomplete& what) const {
  static constinit record type(module, "Incomplete", {"split_id", "have", "total"});
  return type.make(what.split.id, what.split.have, what.split.total);
}

}  // namespace gamewire::python
