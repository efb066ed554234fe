/** Whether a name (of a key in a file, of an environment variable) says that it holds a secret. */
export const namesSecret = (name: string): boolean =>
  /passw|pwd|passphrase|secret|token|credential|privatekey|apikey|accesskey|encryptionkey|customerkey|sharedkey|authkey|keypem|connstr|connectionstring|^pass$/.test(
    name.toLowerCase().replace(/[-_]/g, ""),
  );

/** The same of an environment variable, where a key or an authorization is one more often than not. */
export const namesSecretVariable = (name: string): boolean =>
  namesSecret(name) || /key$|(^|_)auth$/i.test(name);
