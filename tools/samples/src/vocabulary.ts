export const userAgents = [
  'Luma/7.4.1 (iPhone17,2; iOS 18.2; Scale/3.00)',
  'Luma/7.3.9 (Android 15; Pixel 9)',
  'Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.2 Safari/605.1.15',
  // The version looks like an IPv4 address.
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'curl/8.11.1',
  'kube-probe/1.32',
] as const;

export const hosts = ['node-a1', 'node-b2', 'node-c3', 'bastion-01'] as const;
