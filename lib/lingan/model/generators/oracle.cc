#include <lingan/model/generators/oracle.h>

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/base/number.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/generators/generator_file.h>
#include <lingan/model/tensor_file.h>

namespace lingan {
namespace {

constexpr std::string_view kSeed = "seed:";
/// Token 0 is the start token and an ordinary token too; sentences do not end.
constexpr SpecialTokens kSpecials = {-1, 0, -1, -1};

std::shared_ptr<Generator> random_oracle(const std::string& name) {
  const auto seed = parse_number<uint64_t>(std::string_view(name).substr(kSeed.size()));
  if (!seed) {
    throw UsageError("`oracle` " + name + ": expected seed:N with N in 0..2^64-1");
  }
  GeneratorOptions options;
  options.vocabulary_size = 5000;
  options.initial_range = 1.0;
  options.specials = kSpecials;
  auto oracle = make_generator(options, {*seed, Purpose::kOracle, 0});
  const torch::NoGradGuard no_gradient;
  // SeqGAN's cell has one bias a gate, torch's two.
  oracle->named_parameters()["bias_hh_l0"].zero_();
  return oracle;
}

/// The published oracle multiplies row vectors by [in, out] matrices; torch's rows are outputs, and
/// its gates are i, f, g, o.
TensorFile in_torch_order(const TensorFile& published) {
  constexpr std::array<const char*, 4> kGates = {"input_gate", "forget_gate", "cell_candidate",
                                                 "output_gate"};
  TensorFile file;
  file.tensors["embedding"] = tensor_of(published, "embedding.weight", {-1, -1});
  file.tensors["output_weight"] = tensor_of(published, "output.weight", {-1, -1}).t();
  file.tensors["output_bias"] = tensor_of(published, "output.bias", {-1});
  const int64_t embedding = file.tensors["embedding"].size(1);
  const int64_t hidden = file.tensors["output_weight"].size(1);
  std::vector<torch::Tensor> input, recurrent, bias;
  for (const std::string gate : kGates) {
    const std::string prefix = "lstm." + gate;
    input.push_back(tensor_of(published, prefix + ".input_weight", {embedding, hidden}).t());
    recurrent.push_back(tensor_of(published, prefix + ".recurrent_weight", {hidden, hidden}).t());
    bias.push_back(tensor_of(published, prefix + ".bias", {hidden}));
  }
  file.tensors["weight_ih_l0"] = torch::cat(input);
  file.tensors["weight_hh_l0"] = torch::cat(recurrent);
  file.tensors["bias_ih_l0"] = torch::cat(bias);
  file.tensors["bias_hh_l0"] = torch::zeros_like(file.tensors["bias_ih_l0"]);
  return file;
}

/// @throws InputError for a generator whose sentences hang on something that an oracle's lack.
void require_no_condition(const TensorFile& file) {
  for (const char* tensor : {"latent_weight", "label_embedding", "source_weight"}) {
    if (!file.tensors.contains(tensor)) continue;
    throw InputError(std::string("has a tensor ") + tensor +
                     ": its sentences hang on latent codes, labels or sources, and an oracle's on "
                     "nothing; name the generator of another recipe");
  }
}

std::shared_ptr<Generator> stored_oracle(TensorFile file) {
  require_no_condition(file);
  if (file.tensors.contains("lstm.input_gate.input_weight")) file = in_torch_order(file);
  auto oracle = make_generator(described_generator(file, kSpecials), {});
  restore_tensors(*oracle, "", file);
  return oracle;
}

std::shared_ptr<Generator> as_oracle(std::shared_ptr<Generator> oracle) {
  oracle->to(compute_device());
  oracle->eval();
  for (torch::Tensor& parameter : oracle->parameters()) parameter.requires_grad_(false);
  return oracle;
}

/// What may be named in place of something that is no oracle.
std::string wanted_for(const std::string& name) {
  std::error_code unknown;
  const std::filesystem::path generator = std::filesystem::path(name) / "generator.safetensors";
  return "; an oracle is " +
         (std::filesystem::exists(generator, unknown) ? generator.string()
                                                      : "the generator.safetensors of a run") +
         ", or seed:N";
}

}  // namespace

TensorFile load_oracle_file(const std::string& name) {
  try {
    TensorFile file = load_tensors(name);
    const bool is_generator =
        file.tensors.contains("embedding") || file.tensors.contains("embedding.weight");
    if (!is_generator)
      throw InputError(input_name(name) + ": has no tensor embedding of a generator");
    return file;
  } catch (const InputError& error) {
    throw InputError(error.what() + wanted_for(name));
  } catch (const IoError& error) {
    throw IoError(error.what() + wanted_for(name));
  }
}

bool is_random_oracle(const std::string& name) { return name.starts_with(kSeed); }

std::shared_ptr<Generator> make_oracle(const TensorFile& file, const std::string& where) {
  return as_oracle(
      with_place([&] { return "`oracle` " + where; }, [&] { return stored_oracle(file); }));
}

std::shared_ptr<Generator> load_oracle(const std::string& name) {
  if (is_random_oracle(name)) return as_oracle(random_oracle(name));
  return make_oracle(load_tensors(name), name);
}

}  // namespace lingan
