/// Blanks a secret in what a peer says: it may repeat what it was told. Not for users.
#pragma once

#include <span>
#include <string_view>

namespace gamewire::inline v0 {

/// Puts '*' in the place of a secret of ASCII without blanks wherever it stands, in upper or lower case, and however its
/// characters are written: percent-encoded (%41), as references of HTML (&#65; &#x41;), as escapes of JSON (\u0041), with blanks
/// between them. `cut`: more text followed, so a beginning of the secret at the end counts.
void hide_secret(std::span<char> text, std::string_view secret, bool cut = false) noexcept;

}  // namespace gamewire::inline v0
