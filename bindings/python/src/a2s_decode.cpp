/// The decoders of A2S, and what reads the games' own ways of using rules and keywords.
#include <gamewire/a2s/dialects.hpp>
#include <gamewire/a2s/request.hpp>

#include "a2s_values.hpp"
#include "errors.hpp"
#include "python.hpp"

namespace gamewire::python {

namespace {

/// The message as bytes to keep; what is `bytes` already is kept itself.
py::object kept(const py::object& data) {
  return PyBytes_CheckExact(data.ptr()) != 0 ? data : steal(PyBytes_FromObject(data.ptr()));
}

template <class View>
py::object decoded(const py::object& data, std::expected<View, std::error_code> (*decode)(bytes) noexcept,
                   py::object (*make)(const View&, py::object)) {
  const py::object raw = kept(data);
  const buffer in(raw);
  return make(unwrap(decode(in)), raw);
}

/// What stands for a challenge: four bytes, or the number that they are, read as little-endian, with a sign or without.
a2s::challenge to_challenge(const py::object& value) {
  a2s::challenge made{};
  if (py::isinstance<py::int_>(value)) {
    const auto number = static_cast<std::uint32_t>(
        number_in<std::int32_t>(value) ? value.cast<std::int32_t>() : value.cast<std::uint32_t>());
    for (unsigned i = 0; i < 4; ++i) made[i] = static_cast<std::byte>(number >> 8 * i);
    return made;
  }
  const buffer given(value);
  const bytes in = given;
  if (in.size() != made.size()) raise_usage("a challenge has four bytes");
  std::ranges::copy(in, made.begin());
  return made;
}

py::object encode(a2s::request_type type, const py::object& challenge, std::uint16_t pad_to) {
  a2s::request what{.type = type, .pad_to = pad_to};
  if (!challenge.is_none()) what.challenge = to_challenge(challenge);
  std::vector<std::byte> out(std::max<std::size_t>(a2s::max_request_size, pad_to));
  return to_python(unwrap(a2s::encode_request(what, out)));
}

void bind_encoder(py::module_& module, const char* name, a2s::request_type type, const char* doc) {
  module.def(
      name,
      [type](const py::object& challenge, std::uint16_t pad_to) { return encode(type, challenge, pad_to); },
      "challenge"_a = py::none(), py::kw_only(), "pad_to"_a = 0, doc);
}

py::object arma_object(const a2s::arma_rules& arma) {
  py::list mods, dlcs, signatures;
  for (const a2s::arma_mod& mod : arma.mods)
    mods.append(py::dict("hash"_a = mod.hash, "dlc"_a = mod.dlc, "steam_id"_a = mod.steam_id,
                         "name"_a = to_python(mod.name)));
  for (const auto& [bit, hash] : arma.dlcs)
    dlcs.append(py::dict("name"_a = to_python(a2s::arma_rules::dlc_name(bit, arma.dayz)), "bit"_a = bit,
                         "hash"_a = hash));
  for (const std::string& signature : arma.signatures) signatures.append(to_python(signature));
  return py::dict("game"_a = arma.dayz ? "dayz" : "arma", "version"_a = arma.version,
                  "overflow"_a = arma.overflow, "mods"_a = mods, "dlcs"_a = dlcs, "signatures"_a = signatures,
                  "description"_a = to_python(arma.description), "partial"_a = arma.partial);
}

py::object arma_of(const py::object& raw) {
  const buffer in(raw);
  const auto arma = a2s::decode_arma_rules(unwrap(a2s::decode_rules(in)));
  return arma ? arma_object(*arma) : py::none();
}

}  // namespace

void bind_a2s_decode(py::module_& module) {
  module.def(
      "decode_info",
      [](const py::object& data) {
        const py::object raw = kept(data);
        const buffer in(raw);
        return info_object(unwrap(a2s::decode_info(in)), raw);
      },
      "data"_a, py::pos_only(),
      "Reads an INFO reply of either form, whole, with or without FF FF FF FF in front.");
  module.def(
      "decode_players",
      [](const py::object& data) { return decoded(data, a2s::decode_players, players_object); }, "data"_a,
      py::pos_only(), "Reads a PLAYER reply.");
  module.def(
      "decode_rules", [](const py::object& data) { return decoded(data, a2s::decode_rules, rules_object); },
      "data"_a, py::pos_only(), "Reads a RULES reply.");
  module.def("decode_arma_rules", arma_of, "raw"_a,
             "What Arma 3 and DayZ hide in the rules of this reply, or None.");

  bind_encoder(module, "encode_info", a2s::request_type::info, "The datagram that asks for INFO.");
  bind_encoder(module, "encode_players", a2s::request_type::players, "The datagram that asks for PLAYER.");
  bind_encoder(module, "encode_rules", a2s::request_type::rules, "The datagram that asks for RULES.");
}

}  // namespace gamewire::python
