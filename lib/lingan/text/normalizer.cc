#include <lingan/text/normalizer.h>

#include <cstdint>

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

void check(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) {
    throw InputError(std::string("ICU: cannot ") + what + ": " + u_errorName(status));
  }
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

/// The ICU object of a form; null for `none`.
const icu::Normalizer2* find_form(std::string_view form) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = nullptr;
  if (form == "nfc") {
    normalizer = icu::Normalizer2::getNFCInstance(status);
  } else if (form == "nfkc") {
    normalizer = icu::Normalizer2::getNFKCInstance(status);
  } else if (form == "nfkc-casefold") {
    normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  } else if (form != "none") {
    throw UsageError("normalization form '" + std::string(form) +
                     "': expected nfc, nfkc, nfkc-casefold or none");
  }
  check(status, "load its normalization data");
  return normalizer;
}

std::string transform(const icu::Normalizer2& form, std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string result;
  icu::StringByteSink<std::string> sink(&result, static_cast<int32_t>(text.size()));
  form.normalizeUTF8(0, piece(text), sink, nullptr, status);
  check(status, "normalize a text");
  return result;
}

std::string lower(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string result;
  icu::StringByteSink<std::string> sink(&result, static_cast<int32_t>(text.size()));
  icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
  check(status, "lower-case a text");
  return result;
}

bool is_ascii(std::string_view text) {
  unsigned char bits = 0;
  for (const char byte : text) bits |= static_cast<unsigned char>(byte);
  return bits < 0x80;
}

}  // namespace

void check_normalizer(const NormalizerOptions& options) { find_form(options.form); }

std::string_view normalize(std::string_view text, const NormalizerOptions& options,
                           std::string& buffer) {
  if (text.size() > INT32_MAX / 8) {
    throw InputError("a text of " + std::to_string(text.size()) +
                     " bytes is too long to normalize; split it into lines");
  }
  if (options.form == "none" && !options.lower_case) return text;
  const icu::Normalizer2* form = find_form(options.form);
  const bool keeps_ascii = options.form != "nfkc-casefold" && !options.lower_case;
  if (keeps_ascii && is_ascii(text)) return text;
  buffer = form ? transform(*form, text) : std::string(text);
  if (!options.lower_case) return buffer;
  buffer = lower(buffer);
  if (form) buffer = transform(*form, buffer);
  return buffer;
}

std::string normalize(std::string_view text, const NormalizerOptions& options) {
  std::string buffer;
  const std::string_view result = normalize(text, options, buffer);
  return result.data() == buffer.data() ? std::move(buffer) : std::string(result);
}

}  // namespace lingan
