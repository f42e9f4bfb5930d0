/// Unicode normalization by ICU.
#pragma once

#include <string>
#include <string_view>

namespace lingan {

/// What is done to text before it is split into tokens.
struct NormalizerOptions {
  std::string form = "nfc";  ///< `nfc`, `nfkc`, `nfkc-casefold` or `none`
  bool lower_case = false;   ///< lower-case by Unicode's rules, root locale, after `form`; then
                             ///< `form` again, since lower-casing can undo it
  bool operator==(const NormalizerOptions&) const = default;
};

/// @throws UsageError if options.form is unknown.
void check_normalizer(const NormalizerOptions& options);

/// Normalizes valid UTF-8.
/// @throws UsageError if options.form is unknown.
std::string normalize(std::string_view text, const NormalizerOptions& options);

/// The same without a copy where nothing changes: a view of it, or of `buffer`.
std::string_view normalize(std::string_view text, const NormalizerOptions& options,
                           std::string& buffer);

}  // namespace lingan
