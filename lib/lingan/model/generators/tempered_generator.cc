#include <lingan/model/generators/tempered_generator.h>

#include <vector>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan {
namespace {

/// The weights of a generator of one label, its output layer divided.
void copy_tempered(Generator& from, Generator& to, double temperature) {
  const auto weights = from.named_parameters();
  for (auto& parameter : to.named_parameters()) {
    const torch::Tensor* own = weights.find(parameter.key());
    if (own != nullptr) parameter.value().copy_(*own);
  }
  auto tempered = to.named_parameters();
  tempered["output_weight"].copy_(from.output().weight / temperature);
  tempered["output_bias"].div_(temperature);
}

}  // namespace

std::shared_ptr<Generator> tempered(Generator& generator, double temperature) {
  engine::check_sampling_options({.temperature = temperature});
  if (!generator.has_softmax()) {
    throw UsageError("`temperature`: the generator's output is a point, and no softmax");
  }
  const torch::NoGradGuard no_gradient;
  GeneratorOptions options = generator.options();
  options.tied_embeddings = false;  // what is fed stays as it is
  std::shared_ptr<Generator> copy = make_generator(options, {0, Purpose::kInitialize, 0});
  copy->to(generator.parameters().front().device());
  const std::vector<Generator*> from = generator.of_labels(), to = copy->of_labels();
  for (size_t label = 0; label < from.size(); ++label) {
    copy_tempered(*from[label], *to[label], temperature);
  }
  copy->eval();
  return copy;
}

}  // namespace lingan
