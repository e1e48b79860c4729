/// What servers say by A2S, as the classes of `gamewire.a2s`.
#pragma once

#include <optional>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>

#include "record.hpp"

namespace gamewire::python {

py::object info_object(const a2s::info_view& info, py::object raw,
                       std::optional<nanoseconds> round_trip = {});
py::object players_object(const a2s::players_view& players, py::object raw);
py::object rules_object(const a2s::rules_view& rules, py::object raw);

}  // namespace gamewire::python
