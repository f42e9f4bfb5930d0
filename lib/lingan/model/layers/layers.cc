#include <lingan/model/layers/layers.h>

namespace lingan {

void LayerNorm::reset() {
  const torch::NoGradGuard no_gradient;
  weight.fill_(1);
  bias.zero_();
}

LinearLayer add_linear(torch::nn::Module& module, const std::string& name, int64_t outputs,
                       int64_t inputs) {
  return {module.register_parameter(name + "_weight", torch::empty({outputs, inputs})),
          module.register_parameter(name + "_bias", torch::empty({outputs}))};
}

LayerNorm add_layer_norm(torch::nn::Module& module, const std::string& name, int64_t width) {
  return {module.register_parameter(name + "_weight", torch::empty({width})),
          module.register_parameter(name + "_bias", torch::empty({width}))};
}

}  // namespace lingan
