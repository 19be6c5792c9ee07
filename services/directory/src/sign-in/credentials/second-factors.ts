import { Inject, Injectable } from '@nestjs/common';
import { Refused, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { hashSecret, Sealed } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Secret, TOTP } from 'otpauth';

/** What an authenticator program needs to know; shown once. */
export interface NewSecondFactor {
  readonly secret: string;
  /** otpauth://… as programs take it from a QR code. */
  readonly uri: string;
}

export interface SecondFactorView {
  readonly state: 'none' | 'unconfirmed' | 'confirmed';
  readonly recoveryCodesLeft: number;
}

interface FactorRow {
  readonly second_factor: Buffer | null;
  readonly confirmed: boolean;
  readonly step: string | null;
}

const PERIOD_S = 30;
const RECOVERY_CODES = 10;
const RECOVERY_CODE_BYTES = 10; // 80 bits
const TOTP_CODE = /^\d{6}$/; // 492039

const purposeOf = (userId: string): string => `second-factor:${userId}`;
const SELECT = `select second_factor, second_factor_confirmed_at is not null as confirmed, second_factor_step::text as step from user_credentials where user_id = $1`;

/** The optional second factor: a code by the clock (TOTP, RFC 6238) with recovery codes for who has lost the telephone. */
@Injectable()
export class SecondFactors {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  async of(userId: string): Promise<SecondFactorView> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const [row] = await tx.query<FactorRow>(SELECT, [userId]);
      const [codes] = await tx.query<{ count: number }>('select count(*)::int as count from recovery_codes where user_id = $1', [userId]);
      const state = row?.confirmed ? 'confirmed' : row?.second_factor ? 'unconfirmed' : 'none';
      return { state, recoveryCodesLeft: codes?.count ?? 0 };
    });
  }

  /** Makes a secret that is asked for only once it is confirmed. Throws `Refused` 409 where there is one. */
  async enrol(userId: string, userName: string): Promise<NewSecondFactor> {
    const secret = new Secret({ size: 20 }).base32;
    const sealed = Sealed.seal(this.ports.sealer, secret, purposeOf(userId));
    const rows = await this.database.transaction(SYSTEM, (tx) =>
      tx.query(
        `update user_credentials set second_factor = $2, second_factor_step = null, updated_at = $3
         where user_id = $1 and second_factor_confirmed_at is null returning 1`,
        [userId, sealed.stored(), this.ports.clock()],
      ),
    );
    if (rows.length === 0) throw new Refused(409, 'second_factor_exists', 'A second factor is in use; remove it first.');
    return { secret, uri: totpOf(secret, userName).toString() };
  }

  /** From now on the code is asked for. Gives the recovery codes, once. Throws `Refused` 422 `wrong_code`. */
  confirm(userId: string, code: string): Promise<readonly string[]> {
    return this.database.transaction(SYSTEM, async (tx) => {
      if (!(await this.takeCode(tx, userId, code, false))) {
        const message = 'This is not the code that is valid now. Is the clock of the telephone right?';
        throw new Refused(422, 'wrong_code', message, { errors: [{ code: 'wrong_code', field: 'code', message }] });
      }
      await tx.query('update user_credentials set second_factor_confirmed_at = $2, updated_at = $2 where user_id = $1', [userId, this.ports.clock()]);
      await tx.query('delete from recovery_codes where user_id = $1', [userId]);
      const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
      await tx.query('insert into recovery_codes (user_id, code_hash) select $1, unnest($2::text[])', [userId, codes.map((made) => hashSecret(plain(made)))]);
      return codes;
    });
  }

  /** Whether this is a code that is valid now, or a recovery code; either serves once. */
  take(userId: string, code: string): Promise<boolean> {
    return this.database.transaction(SYSTEM, async (tx) => {
      if (await this.takeCode(tx, userId, code, true)) return true;
      const rows = await tx.query('delete from recovery_codes where user_id = $1 and code_hash = $2 returning 1', [userId, hashSecret(plain(code))]);
      return rows.length > 0;
    });
  }

  async remove(userId: string): Promise<void> {
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query(
        'update user_credentials set second_factor = null, second_factor_confirmed_at = null, second_factor_step = null, updated_at = $2 where user_id = $1',
        [userId, this.ports.clock()],
      );
      await tx.query('delete from recovery_codes where user_id = $1', [userId]);
    });
  }

  private async takeCode(tx: Tx, userId: string, code: string, isConfirmed: boolean): Promise<boolean> {
    const [row] = await tx.query<FactorRow>(`${SELECT} for update`, [userId]);
    const token = code.replaceAll(/\s/g, ''); // 492 039
    if (!row?.second_factor || row.confirmed !== isConfirmed || !TOTP_CODE.test(token)) return false;
    const timestamp = this.ports.clock().getTime();
    const secret = Sealed.fromStored(row.second_factor).open(this.ports.sealer, purposeOf(userId));
    const delta = totpOf(secret, userId).validate({ token, timestamp, window: 1 });
    if (delta === null) return false;
    const step = Math.floor(timestamp / 1000 / PERIOD_S) + delta;
    if (row.step !== null && step <= Number(row.step)) return false;
    await tx.query('update user_credentials set second_factor_step = $2 where user_id = $1', [userId, step]);
    return true;
  }
}

const totpOf = (secret: string, label: string): TOTP => new TOTP({ issuer: 'Ringfleet', label, secret, period: PERIOD_S, digits: 6, algorithm: 'SHA1' });

/** 'abcd-efgh-ijkl-mnop': four groups, so that it can be copied from paper. */
const newRecoveryCode = (): string => new Secret({ size: RECOVERY_CODE_BYTES }).base32.toLowerCase().replaceAll(/.{4}(?!$)/g, '$&-'); // abcdefgh → abcd-efgh

const plain = (code: string): string => code.replaceAll(/[\s-]/g, '').toLowerCase(); // 'ABCD-efgh' → 'abcdefgh'
