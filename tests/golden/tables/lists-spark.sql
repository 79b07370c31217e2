SELECT
  `tests`,
  `day`,
  CASE
    WHEN `__disposition_ending` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_ending` IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS `decision_outcome`,
  CASE
    WHEN `__disposition_unreadable`
    THEN FILTER(
      ARRAY(
        CASE WHEN `__disposition_0_bad` THEN 'day' END,
        CASE WHEN `__disposition_list_0_bad` THEN 'tests' END
      ),
      text -> NOT text IS NULL
    )
    ELSE CAST(ARRAY() AS ARRAY<STRING>)
  END AS `decision_unreadable`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_unreadable`
    THEN 0
    WHEN `__disposition_level_4` IS NULL
    THEN 1
    WHEN `__disposition_level_4`
    THEN 2
    ELSE 3
  END AS `__disposition_ending`
FROM (
SELECT
  *,
  (
    (
      (
        CASE
          WHEN (
            (
              NOT `__disposition_list_0_value` IS NULL
            )
            AND (
              NOT (
                COALESCE(
                  EXISTS(
                    `__disposition_list_0_value`,
                    item_1 -> NOT (
                      (
                        (
                          NOT (
                            (
                              (
                                item_1.`__disposition_list_0_1_value`
                              ) IS NULL
                            )
                            OR (
                              item_1.`__disposition_list_0_1_value`
                            )
                          )
                        )
                        OR (
                          NOT (
                            (
                              (
                                (
                                  NOT (
                                    item_1.`__disposition_list_0_1_value`
                                  ) IS NULL
                                )
                                AND (
                                  item_1.`__disposition_list_0_1_value`
                                )
                              )
                              OR (
                                (
                                  item_1.`__disposition_list_0_2_value`
                                ) IS NULL
                              )
                            )
                            OR (
                              (
                                item_1.`__disposition_list_0_2_value`
                              ) <> 0
                            )
                          )
                        )
                      )
                      OR CASE
                        WHEN (
                          (
                            NOT (
                              item_1.`__disposition_list_0_1_value`
                            ) IS NULL
                          )
                          AND (
                            item_1.`__disposition_list_0_1_value`
                          )
                        )
                        THEN NOT (
                          item_1.`__disposition_list_0_2_value`
                        ) IS NULL
                        ELSE (
                          (
                            NOT (
                              item_1.`__disposition_list_0_2_value`
                            ) IS NULL
                          )
                          AND (
                            (
                              item_1.`__disposition_list_0_2_value`
                            ) = 0
                          )
                        )
                      END
                    )
                  ),
                  FALSE
                )
              )
            )
          )
          THEN COALESCE(
            AGGREGATE(
              FILTER(
                `__disposition_list_0_value`,
                item_1 -> (
                  (
                    NOT (
                      item_1.`__disposition_list_0_1_value`
                    ) IS NULL
                  )
                  AND (
                    item_1.`__disposition_list_0_1_value`
                  )
                )
              ),
              CAST(0 AS DECIMAL(38, 0)),
              (total, item_1) -> CAST(total + CASE
                WHEN NOT (
                  item_1.`__disposition_list_0_2_value`
                ) IS NULL
                THEN item_1.`__disposition_list_0_2_value`
                ELSE 0
              END AS DECIMAL(38, 0))
            ),
            0
          )
        END <= 5
      )
      AND (
        NOT CASE
          WHEN (
            `__disposition_level_1`
            OR (
              NOT (
                (
                  NOT (
                    NOT `__disposition_list_0_value` IS NULL
                  )
                )
                OR (
                  COALESCE(
                    EXISTS(
                      `__disposition_list_0_value`,
                      item_1 -> CASE
                        WHEN NOT `__disposition_0_value` IS NULL
                        THEN CAST(CASE
                          WHEN NOT `__disposition_0_value` IS NULL
                          THEN `__disposition_0_value`
                          ELSE 0
                        END AS BIGINT) + CAST(719163 AS BIGINT)
                        ELSE 1095362
                      END > CASE
                        WHEN NOT (
                          item_1.`__disposition_list_0_0_value`
                        ) IS NULL
                        THEN CAST(CASE
                          WHEN NOT (
                            item_1.`__disposition_list_0_0_value`
                          ) IS NULL
                          THEN item_1.`__disposition_list_0_0_value`
                          ELSE 0
                        END AS BIGINT) + CAST(719163 AS BIGINT)
                        ELSE 693596
                      END
                    ),
                    FALSE
                  )
                )
              )
            )
          )
          THEN `__disposition_level_1`
        END
      )
    )
    AND (
      (
        NOT CASE
          WHEN (
            `__disposition_level_2`
            OR (
              NOT (
                (
                  NOT (
                    NOT `__disposition_list_0_value` IS NULL
                  )
                )
                OR (
                  COALESCE(
                    TRY_ELEMENT_AT(
                      TRANSFORM(
                        `__disposition_list_0_value`,
                        item_1 -> (
                          (
                            (
                              item_1.`__disposition_list_0_1_value`
                            ) IS NULL
                          )
                          OR (
                            item_1.`__disposition_list_0_1_value`
                          )
                        )
                      ),
                      -1
                    ),
                    TRUE
                  )
                )
              )
            )
          )
          THEN `__disposition_level_2`
        END
      )
      AND (
        CASE
          WHEN (
            (
              (
                NOT `__disposition_list_0_value` IS NULL
              ) AND `__disposition_level_3`
            )
            AND (
              (
                COALESCE(
                  EXISTS(
                    `__disposition_list_0_value`,
                    item_1 -> NOT (
                      item_1.`__disposition_list_0_2_value`
                    ) IS NULL
                  ),
                  FALSE
                )
              )
              AND (
                NOT (
                  COALESCE(
                    EXISTS(
                      `__disposition_list_0_value`,
                      item_1 -> (
                        item_1.`__disposition_list_0_2_value`
                      ) IS NULL
                    ),
                    FALSE
                  )
                )
              )
            )
          )
          THEN CASE
            WHEN `__disposition_level_3`
            THEN COALESCE(
              ARRAY_MAX(
                TRANSFORM(
                  FILTER(
                    `__disposition_list_0_value`,
                    item_1 -> NOT (
                      item_1.`__disposition_list_0_2_value`
                    ) IS NULL
                  ),
                  item_1 -> item_1.`__disposition_list_0_2_value`
                )
              ),
              0
            )
            ELSE 0
          END
        END <= 7
      )
    )
  ) AS `__disposition_level_4`
FROM (
SELECT
  *,
  (
    (
      NOT `__disposition_list_0_value` IS NULL
    )
    AND (
      COALESCE(
        TRY_ELEMENT_AT(
          TRANSFORM(
            `__disposition_list_0_value`,
            item_1 -> (
              (
                NOT (
                  item_1.`__disposition_list_0_1_value`
                ) IS NULL
              )
              AND (
                item_1.`__disposition_list_0_1_value`
              )
            )
          ),
          -1
        ),
        FALSE
      )
    )
  ) AS `__disposition_level_2`,
  COALESCE(EXISTS(`__disposition_list_0_value`, item_1 -> TRUE), FALSE) AS `__disposition_level_3`,
  (
    (
      NOT `__disposition_list_0_value` IS NULL
    )
    AND (
      COALESCE(
        EXISTS(
          `__disposition_list_0_value`,
          item_1 -> CASE
            WHEN NOT (
              item_1.`__disposition_list_0_0_value`
            ) IS NULL
            THEN CAST(CASE
              WHEN NOT (
                item_1.`__disposition_list_0_0_value`
              ) IS NULL
              THEN item_1.`__disposition_list_0_0_value`
              ELSE 0
            END AS BIGINT) + CAST(719163 AS BIGINT)
            ELSE 1095362
          END < CASE
            WHEN NOT `__disposition_0_value` IS NULL
            THEN CAST(CASE
              WHEN NOT `__disposition_0_value` IS NULL
              THEN `__disposition_0_value`
              ELSE 0
            END AS BIGINT) + CAST(719163 AS BIGINT)
            ELSE 693596
          END
        ),
        FALSE
      )
    )
  ) AS `__disposition_level_1`
FROM (
SELECT
  *,
  CASE
    WHEN `__disposition_0_bad`
    THEN NULL
    ELSE CAST(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), CAST(`day` AS DATE)) AS BIGINT)
  END AS `__disposition_0_value`,
  CASE
    WHEN `__disposition_list_0_bad`
    THEN NULL
    ELSE TRANSFORM(
      `tests`,
      item -> STRUCT(
        CAST(DATEDIFF(DAY, CAST('1970-01-01' AS DATE), CAST(item.`due` AS DATE)) AS BIGINT) AS `__disposition_list_0_0_value`,
        item.`ok` AS `__disposition_list_0_1_value`,
        CAST(item.`n` AS BIGINT) AS `__disposition_list_0_2_value`
      )
    )
  END AS `__disposition_list_0_value`,
  CASE
    WHEN (
      `__disposition_0_bad` OR `__disposition_list_0_bad`
    ) IS NULL
    THEN NULL
    WHEN (
      `__disposition_0_bad` OR `__disposition_list_0_bad`
    )
    THEN TRUE
    ELSE FALSE
  END AS `__disposition_unreadable`
FROM (
SELECT
  *,
  CAST(`day` AS DATE) < CAST('1900-01-01' AS DATE)
  OR CAST(`day` AS DATE) > CAST('2999-12-31' AS DATE) AS `__disposition_0_bad`,
  COALESCE(
    EXISTS(
      `tests`,
      item -> (
        (
          (
            item IS NULL
          )
          OR (
            COALESCE(
              CAST(item.`due` AS DATE) < CAST('1900-01-01' AS DATE)
              OR CAST(item.`due` AS DATE) > CAST('2999-12-31' AS DATE),
              FALSE
            )
          )
        )
        OR (
          COALESCE(NOT item.`n` BETWEEN -1000000000000 AND 1000000000000, FALSE)
        )
      )
    ),
    FALSE
  ) AS `__disposition_list_0_bad`
FROM (
SELECT
  *
FROM qm.lots
) AS source
) AS level_0
) AS level_1
) AS level_2
) AS level_3
) AS level_4
